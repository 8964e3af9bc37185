package dev.supervisord.rpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import dev.supervisord.engine.Control;
import dev.supervisord.log.Log;
import dev.supervisord.output.Outputs;
import dev.supervisord.v1.OperationResult;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Refusals as gRPC status with {@code google.rpc} details; the only class that knows gRPC's codes. */
final class StatusMapper {

    private static final String DOMAIN = "supervisord.dev";

    /** What a client has sent is a part of some messages, and headers are small. */
    private static final int MESSAGE_CHARS_MAX = 1000;

    private final Log log;

    StatusMapper(Log log) {
        this.log = log;
    }

    /** A failed operation of the engine. A bug of ours is logged, and told without its inside. */
    StatusRuntimeException failure(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Control.Overloaded overloaded) {
            return refusal(Code.RESOURCE_EXHAUSTED, "OVERLOADED", message(overloaded));
        }
        if (cause instanceof Control.ShuttingDown down) {
            return refusal(Code.FAILED_PRECONDITION, "SHUTTING_DOWN", message(down));
        }
        if (cause instanceof Control.Upgrading upgrading) {
            String reason = upgrading.isAccepted() ? "UPGRADING_ACCEPTED" : "UPGRADING";
            return refusal(Code.UNAVAILABLE, reason, message(upgrading));
        }
        if (cause instanceof Upgrader.Refused refused) {
            return refusal(Code.FAILED_PRECONDITION, "UPGRADE_REFUSED", message(refused));
        }
        log.error("cannot answer a request: " + cause + trace(cause));
        return refusal(Code.INTERNAL, "INTERNAL", "internal error; the daemon's log has more");
    }

    /** What a reload that no client waits for could not take over. */
    void renewalFailed(String why) {
        log.error(why);
    }

    /** A failed operation that no client waits for. */
    void unheard(String operation, Throwable failure) {
        Throwable cause = cause(failure);
        boolean refusal = cause instanceof Control.Overloaded
                || cause instanceof Control.ShuttingDown
                || cause instanceof Control.Upgrading;
        log.error("cannot " + operation + ": " + (refusal ? message(cause) : cause + trace(cause)));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Ends a call with a refusal and its details. */
    static void close(ServerCall<?, ?> call, StatusRuntimeException refusal) {
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static String trace(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement element : cause.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        return text.toString();
    }

    StatusRuntimeException noSuchProcess(String name) {
        return refusal(Code.NOT_FOUND, "NO_SUCH_PROCESS", "no such process: " + name);
    }

    StatusRuntimeException severalProcesses(String name) {
        return refusal(Code.INVALID_ARGUMENT, "SEVERAL_PROCESSES", name + " means several processes; name one of them");
    }

    StatusRuntimeException notRunning(String name) {
        return refusal(Code.FAILED_PRECONDITION, "NOT_RUNNING", name + " is not running");
    }

    StatusRuntimeException noInput(String name, String reason) {
        return refusal(
                Code.FAILED_PRECONDITION, "NO_INPUT", "cannot write to the standard input of " + name + ": " + reason);
    }

    StatusRuntimeException processEnded(String name) {
        return refusal(Code.ABORTED, "PROCESS_ENDED", name + " ended before it had read everything");
    }

    StatusRuntimeException inputIdle(Duration patience) {
        return refusal(
                Code.DEADLINE_EXCEEDED,
                "INPUT_IDLE",
                "nothing was sent for " + patience.toSeconds() + " s; what came before was written");
    }

    /** Who is only to look sends something. */
    StatusRuntimeException inputNotAskedFor() {
        return badField("INPUT_NOT_ASKED_FOR", "input", "the first request did not say that there would be input");
    }

    StatusRuntimeException badSize(int most) {
        return badField("BAD_SIZE", "size", "a terminal has 1 to " + most + " rows and as many columns");
    }

    StatusRuntimeException opensTwice() {
        return badField("OPENED_TWICE", "opening", "only the first request of a call opens");
    }

    StatusRuntimeException log(Outputs.LogException refused) {
        return refusal(Code.FAILED_PRECONDITION, "NO_LOG_FILE", message(refused));
    }

    StatusRuntimeException noDaemonLog() {
        return refusal(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "the daemon has no log file");
    }

    StatusRuntimeException badSignal(String signal) {
        return badField("BAD_SIGNAL", "signal", "no such signal: " + signal);
    }

    StatusRuntimeException missing(String field) {
        return badField("MISSING_FIELD", field, field + " must be given");
    }

    StatusRuntimeException tooManyPatterns(String field, int patterns, int most) {
        return badField(
                "TOO_MANY_PATTERNS", field, patterns + " patterns are more than " + most + "; ask in several calls");
    }

    StatusRuntimeException patternTooLong(String field, int most) {
        return badField("PATTERN_TOO_LONG", field, "a pattern is longer than " + most + " characters; shorten it");
    }

    private static StatusRuntimeException badField(String reason, String field, String message) {
        BadRequest details = BadRequest.newBuilder()
                .addFieldViolations(
                        BadRequest.FieldViolation.newBuilder().setField(field).setDescription(message))
                .build();
        return StatusProto.toStatusRuntimeException(status(Code.INVALID_ARGUMENT, message)
                .addDetails(Any.pack(info(reason)))
                .addDetails(Any.pack(details))
                .build());
    }

    /** More {@code calls}, {@code log readers} or bytes of something are open than a user, or all together, may have. */
    StatusRuntimeException tooMany(String what) {
        return refusal(
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_" + what.toUpperCase(Locale.ROOT).replace(' ', '_'),
                "too many " + what + " are open; end some or try again");
    }

    StatusRuntimeException tooManyLogs(int logs, int most) {
        return badField(
                "TOO_MANY_LOGS",
                "selectors",
                "cannot follow " + logs + " logs at once: name processes, or a stream, that have at most " + most);
    }

    StatusRuntimeException requestMissing(Duration patience) {
        return refusal(
                Code.DEADLINE_EXCEEDED,
                "REQUEST_MISSING",
                "the request did not come within " + patience.toMillis() + " ms of the call's begin");
    }

    /** A log could be read at first and now cannot. */
    StatusRuntimeException reading(String reason) {
        return refusal(Code.UNAVAILABLE, "LOG_UNREADABLE", reason);
    }

    /** A log or the state of processes could be followed further if the daemon did not end. */
    StatusRuntimeException daemonEnds() {
        return refusal(Code.UNAVAILABLE, "DAEMON_ENDS", "the daemon is shutting down");
    }

    StatusRuntimeException badPattern(String why) {
        return badField("BAD_PATTERN", "grep", "cannot search for this expression: " + why);
    }

    StatusRuntimeException patternTooCostly(LineFilter.TooCostly refused) {
        return badField("PATTERN_TOO_COSTLY", "grep", message(refused));
    }

    StatusRuntimeException badTime(String field) {
        return badField("BAD_TIME", field, field + " is no time between the years 1 and 9999");
    }

    StatusRuntimeException badCursor(String cursor) {
        return badField("BAD_CURSOR", "cursor", "'" + cursor + "' is no cursor that a response has had");
    }

    /** The audit log has no place for another line. */
    static StatusRuntimeException auditIsFull() {
        return refusal(
                Code.UNAVAILABLE,
                "AUDIT_FULL",
                "nothing was changed: the audit log cannot be written; the daemon's own log says why");
    }

    /** Nobody can say who calls. */
    static StatusRuntimeException notIdentified(String reason, String message) {
        return refusal(Code.UNAUTHENTICATED, reason, message);
    }

    /**
     * The caller has not the role.
     *
     * @param denied the processes for which it is missing; none: for the daemon
     */
    StatusRuntimeException denied(Caller caller, Requirement needed, List<OperationResult> denied) {
        String role = needed.role().word();
        String programs = denied.isEmpty()
                ? needed.scope() == Requirement.Scope.DAEMON ? "all programs" : "any program"
                : denied.stream().map(OperationResult::getName).limit(5).collect(Collectors.joining(", "));
        String message = caller + " may not do this: it needs the role " + role + " for " + programs
                + "; to give it, write a section [access.NAME] with role = \"" + role + "\" and " + caller.asKey();
        ErrorInfo details = info("ROLE_MISSING").toBuilder()
                .putMetadata("role", role)
                .putMetadata("programs", programs)
                .putMetadata("section", "[access.NAME]")
                .build();
        return StatusProto.toStatusRuntimeException(status(Code.PERMISSION_DENIED, message)
                .addDetails(Any.pack(details))
                .build());
    }

    /** Who watches may see others than when the call began. */
    StatusRuntimeException rightsChanged() {
        return refusal(Code.UNAVAILABLE, "RIGHTS_CHANGED", "what you may see has changed; call again");
    }

    static StatusRuntimeException unauthenticated() {
        return refusal(Code.UNAUTHENTICATED, "LOGIN_REQUIRED", "a user name and its password are required");
    }

    /** A configuration that was refused: one field violation for each problem. */
    StatusRuntimeException badConfiguration(List<PlanReader.Finding> problems) {
        BadRequest.Builder details = BadRequest.newBuilder();
        for (PlanReader.Finding problem : problems) {
            details.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                    .setField(problem.where())
                    .setDescription(problem.textWithoutPlace()));
        }
        String first = problems.isEmpty() ? "" : ": " + problems.get(0).text();
        return StatusProto.toStatusRuntimeException(
                status(Code.FAILED_PRECONDITION, "the configuration is refused" + first)
                        .addDetails(Any.pack(info("BAD_CONFIGURATION")))
                        .addDetails(Any.pack(details.build()))
                        .build());
    }

    private static StatusRuntimeException refusal(Code code, String reason, String message) {
        return StatusProto.toStatusRuntimeException(
                status(code, message).addDetails(Any.pack(info(reason))).build());
    }

    private static com.google.rpc.Status.Builder status(Code code, String message) {
        return com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(Excerpt.of(message, MESSAGE_CHARS_MAX));
    }

    private static ErrorInfo info(String reason) {
        return ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
    }
}
