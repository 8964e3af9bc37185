package dev.supervisord.rpc;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the calls that write to the input of processes share.
 *
 * @param quota how many there may be, for each user and in all
 * @param idle how long one that only writes may send nothing
 * @param timer tells that this time is over
 */
record InputWriters(Quota quota, Duration idle, ScheduledExecutorService timer) {}
