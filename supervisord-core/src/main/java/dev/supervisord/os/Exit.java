package dev.supervisord.os;

import dev.supervisord.model.ExitStatus;

/** The end of a child: who, and how. */
public record Exit(Pid pid, ExitStatus status) {}
