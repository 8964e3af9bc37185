package dev.supervisord.model;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the main process is found of a program that puts itself into the background.
 *
 * @param pidfile where the program writes the pid of its main process ({@code pidfile})
 * @param timeout how long it may take to get there ({@code start_timeout})
 */
public record Forking(Path pidfile, Duration timeout) {}
