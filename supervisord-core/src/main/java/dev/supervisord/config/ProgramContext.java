package dev.supervisord.config;

import dev.supervisord.model.CgroupSupport;
import java.util.Map;
import java.util.Optional;

/**
 * What every program's section needs to know of the rest.
 *
 * @param envFiles the files of {@code env_file}
 * @param sockets the sections {@code [socket:x]}
 * @param environment of {@code [supervisord]}
 * @param serverUrl value of SUPERVISOR_SERVER_URL; empty when the daemon chooses the socket itself, and adds it at launch
 * @param cgroups what can be had of cgroups
 * @param requireCgroups of {@code [supervisord]}
 * @param stripAnsi of {@code [supervisord]}
 */
record ProgramContext(
        Locations locations,
        ProgramAdvice advice,
        EnvFiles envFiles,
        HeldSocketSections sockets,
        Map<String, String> environment,
        Optional<String> serverUrl,
        CgroupSupport cgroups,
        boolean requireCgroups,
        boolean stripAnsi) {}
