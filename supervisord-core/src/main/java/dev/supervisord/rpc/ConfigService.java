package dev.supervisord.rpc;

import dev.supervisord.engine.Asker;
import dev.supervisord.engine.Control;
import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.PlanChange;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.DaemonChange;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SocketChange;
import dev.supervisord.rpc.PlanReader.Finding;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.v1.AddGroupsRequest;
import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ListAvailableRequest;
import dev.supervisord.v1.ListAvailableResponse;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.RemoveGroupsRequest;
import dev.supervisord.v1.RereadRequest;
import dev.supervisord.v1.RereadResponse;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.UpdateRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code supervisord.v1.ConfigService}. Everything that reads files runs on the {@code config} thread, one call after the
 * other, so that two reloads never mix.
 */
final class ConfigService extends ConfigServiceGrpc.ConfigServiceImplBase {

    private final Control control;
    private final PlanReader reader;
    private final Consumer<Plan> provision;
    private final StatusMapper statuses;
    private final Executor config;

    /** What the last reading gave; owned by the config thread. Before the first reading: what the daemon started with. */
    private Plan available;

    /** What the daemon started with. */
    private final Plan initial;

    /** See the constructor. */
    private final Function<ControlSpec, Optional<String>> renewal;

    /**
     * Makes it.
     *
     * @param provision gets ready for what a configuration needs that is about to be applied
     * @param initial what the daemon started with
     * @param renewal takes over what a new configuration says of from where the daemon is controlled; tells what went wrong
     */
    ConfigService(
            Control control,
            PlanReader reader,
            Consumer<Plan> provision,
            Plan initial,
            StatusMapper statuses,
            Executor config,
            Function<ControlSpec, Optional<String>> renewal) {
        this.control = control;
        this.reader = reader;
        this.provision = provision;
        this.initial = initial;
        this.available = initial;
        this.renewal = renewal;
        this.statuses = statuses;
        this.config = config;
    }

    /** Takes over what concerns the daemon itself; tells what is left to be done, or went wrong. */
    private List<String> renew(Plan fresh) {
        List<String> remarks = new ArrayList<>();
        renewal.apply(fresh.daemon().control()).ifPresent(remarks::add);
        List<String> later = DaemonChange.between(initial.daemon(), fresh.daemon());
        if (!later.isEmpty()) {
            remarks.add(
                    String.join(", ", later) + (later.size() == 1 ? " differs" : " differ")
                            + " from what the daemon began with: that is taken over when it is restarted or upgraded (ctl upgrade)");
        }
        return remarks;
    }

    @Override
    public void reload(ReloadRequest request, StreamObserver<ReloadResponse> reply) {
        Asker asker = Peer.asker();
        ApplyMode mode = request.getRestartAll() ? ApplyMode.RESTART_ALL : ApplyMode.LEAST;
        withFreshPlan(reply, (plan, warnings) -> {
            List<SocketChange> sockets = socketChanges(plan);
            List<PlanChange> changes = apply(plan, mode, List.of(), request.getDryRun(), asker);
            ReloadResponse.Builder response = response(changes, sockets, warnings);
            if (!request.getDryRun()) {
                response.addAllWarnings(renew(plan));
            }
            send(reply, response.build());
        });
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<ReloadResponse> reply) {
        Asker asker = Peer.asker();
        List<String> groups = request.getGroupsList();
        withFreshPlan(reply, (plan, warnings) -> {
            Set<String> known = new HashSet<>();
            control.snapshot().plan().groups().forEach(group -> known.add(group.name()));
            plan.groups().forEach(group -> known.add(group.name()));
            List<SocketChange> sockets = socketChanges(plan);
            ReloadResponse.Builder response =
                    response(apply(plan, ApplyMode.RESTART_CHANGED, groups, false, asker), sockets, warnings);
            groups.stream().filter(group -> !known.contains(group)).forEach(response::addUnknownGroups);
            response.addAllWarnings(renew(plan));
            send(reply, response.build());
        });
    }

    @Override
    public void reread(RereadRequest request, StreamObserver<RereadResponse> reply) {
        withFreshPlan(reply, (plan, warnings) -> {
            Map<String, GroupSpec> active = byName(control.snapshot().plan());
            RereadResponse.Builder response = RereadResponse.newBuilder();
            for (GroupSpec group : plan.groups()) {
                GroupSpec present = active.remove(group.name());
                if (present == null) {
                    response.addAdded(group.name());
                } else if (!present.equals(group)) {
                    response.addChanged(group.name());
                }
            }
            active.keySet().stream().sorted().forEach(response::addRemoved);
            warnings.forEach(warning -> response.addWarnings(warning.text()));
            send(reply, response.build());
        });
    }

    @Override
    public void addGroups(AddGroupsRequest request, StreamObserver<OperationResponse> reply) {
        if (request.getGroupsList().isEmpty()) {
            reply.onError(statuses.missing("groups"));
            return;
        }
        Asker asker = Peer.asker();
        onConfigThread(reply, () -> {
            OperationResponse.Builder response = OperationResponse.newBuilder();
            for (String group : request.getGroupsList()) {
                response.addResults(ProtoMapper.result(group, add(group, asker), ""));
            }
            send(reply, response.build());
        });
    }

    private ResultCode add(String group, Asker asker) {
        if (byName(control.snapshot().plan()).containsKey(group)) {
            return ResultCode.RESULT_CODE_ALREADY_ADDED;
        }
        if (!byName(available).containsKey(group)) {
            return ResultCode.RESULT_CODE_NO_SUCH_GROUP;
        }
        apply(available, ApplyMode.RESTART_CHANGED, List.of(group), false, asker);
        return ResultCode.RESULT_CODE_ADDED;
    }

    @Override
    public void removeGroups(RemoveGroupsRequest request, StreamObserver<OperationResponse> reply) {
        if (request.getGroupsList().isEmpty()) {
            reply.onError(statuses.missing("groups"));
            return;
        }
        Asker asker = Peer.asker();
        onConfigThread(
                reply,
                () -> send(
                        reply,
                        ProtoMapper.response(control.remove(request.getGroupsList(), asker)
                                .toCompletableFuture()
                                .join())));
    }

    @Override
    public void listAvailable(ListAvailableRequest request, StreamObserver<ListAvailableResponse> reply) {
        onConfigThread(reply, () -> {
            Set<String> active = byName(control.snapshot().plan()).keySet();
            List<AvailableProcess> processes = new ArrayList<>();
            for (GroupSpec group : available.groups()) {
                for (ProcessSpec spec : group.processes()) {
                    processes.add(AvailableProcess.newBuilder()
                            .setGroup(group.name())
                            .setProcess(spec.name().process())
                            .setInUse(active.contains(group.name()))
                            .setAutostart(spec.start().auto())
                            .setGroupPriority(group.priority())
                            .setProcessPriority(spec.priority())
                            .build());
                }
            }
            // Supervisor's order: by the process, whatever its group.
            processes.sort(
                    Comparator.comparing(AvailableProcess::getProcess).thenComparing(AvailableProcess::getGroup));
            send(
                    reply,
                    ListAvailableResponse.newBuilder()
                            .addAllProcesses(processes)
                            .build());
        });
    }

    /** What is done with a configuration that was read and found good. */
    private interface Use {
        void of(Plan plan, List<Finding> warnings);
    }

    private void withFreshPlan(StreamObserver<?> reply, Use use) {
        onConfigThread(reply, () -> {
            Reading reading = reader.read();
            reading.plan()
                    .ifPresentOrElse(
                            plan -> {
                                available = plan;
                                use.of(plan, reading.warnings());
                            },
                            () -> reply.onError(statuses.badConfiguration(reading.problems())));
        });
    }

    /** Reads the files again and applies what differs, as {@code SIGHUP} asks; see {@link RpcServer#reload}. */
    CompletionStage<Optional<String>> reloadOnSignal(Consumer<Reading> told) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reload(told);
                    } catch (RuntimeException failure) {
                        statuses.unheard("reload the configuration on SIGHUP", failure);
                        return Optional.of("the daemon's log has more");
                    }
                },
                config);
    }

    private Optional<String> reload(Consumer<Reading> told) {
        Reading reading = reader.read();
        told.accept(reading);
        if (reading.plan().isEmpty()) {
            return reading.problems().stream().map(Finding::text).findFirst();
        }
        Plan plan = reading.plan().get();
        available = plan;
        apply(plan, ApplyMode.LEAST, List.of(), false, Asker.signal("SIGHUP"));
        renew(plan).forEach(statuses::renewalFailed);
        return Optional.empty();
    }

    private void onConfigThread(StreamObserver<?> reply, Runnable work) {
        config.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException failure) {
                reply.onError(statuses.failure(failure));
            }
        });
    }

    /** Waits for the loop; the config thread may. A refusal is the cause of a {@link CompletionException}. */
    private List<PlanChange> apply(Plan plan, ApplyMode mode, List<String> groups, boolean dryRun, Asker asker) {
        if (!dryRun) {
            provision.accept(plan);
        }
        return control.apply(plan, mode, groups, dryRun, asker)
                .toCompletableFuture()
                .join();
    }

    private List<SocketChange> socketChanges(Plan fresh) {
        return SocketChange.between(control.snapshot().plan().sockets(), fresh.sockets());
    }

    private static ReloadResponse.Builder response(
            List<PlanChange> changes, List<SocketChange> sockets, List<Finding> warnings) {
        ReloadResponse.Builder response = ReloadResponse.newBuilder();
        changes.forEach(change -> response.addChanges(ProtoMapper.change(change)));
        sockets.forEach(change -> response.addSockets(ProtoMapper.change(change)));
        warnings.forEach(warning -> response.addWarnings(warning.text()));
        return response;
    }

    private static Map<String, GroupSpec> byName(Plan plan) {
        Map<String, GroupSpec> groups = new HashMap<>();
        plan.groups().forEach(group -> groups.put(group.name(), group));
        return groups;
    }

    private static <T> void send(StreamObserver<T> reply, T response) {
        reply.onNext(response);
        reply.onCompleted();
    }
}
