package dev.supervisord.config;

import dev.supervisord.model.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What came of reading a configuration: a plan or errors, and in both cases what is doubtful. Immutable. */
public final class ReadResult {
    private final Optional<Plan> plan;
    private final List<Problem> errors;
    private final List<Problem> warnings;
    private final Document document;

    ReadResult(Optional<Plan> plan, List<Problem> errors, List<Problem> warnings, Document document) {
        this.plan = plan;
        this.errors = List.copyOf(errors);
        this.warnings = List.copyOf(warnings);
        this.document = document;
    }

    /** The plan; empty exactly when there are errors. */
    public Optional<Plan> plan() {
        return plan;
    }

    /** Why there is no plan, in the order of files and lines. */
    public List<Problem> errors() {
        return errors;
    }

    /** What is valid but doubtful, in the order of files and lines. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The files that were read or tried, the first one first. */
    public List<Path> files() {
        return document.files();
    }

    Document document() {
        return document;
    }
}
