package dev.supervisord.ctl;

import dev.supervisord.v1.LogLine;

/** Prints lines of logs, each in its turn. */
interface LineOutput {
    void line(LogLine line);
}
