/** Tests of the output side, on real pipes and files: what is promised here only a kernel can show. */
@NullMarked
package dev.supervisord.output;

import org.jspecify.annotations.NullMarked;
