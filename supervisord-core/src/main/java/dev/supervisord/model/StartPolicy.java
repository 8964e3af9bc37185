package dev.supervisord.model;

import java.time.Duration;

/**
 * When a process counts as started, and how often a failed start is repeated.
 *
 * @param auto start it when the daemon starts ({@code autostart})
 * @param settle how long it must stay alive to be RUNNING ({@code startsecs}); zero: at once
 * @param retries how many more attempts follow a failed one ({@code startretries})
 */
public record StartPolicy(boolean auto, Duration settle, int retries) {}
