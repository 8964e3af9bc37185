package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunFingerprint;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.RunRecord.StoredLog;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.SpecBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoredOutputsTest {

    private final Attached outputs = new Attached();

    @Test
    void aProcessThatWasReconfiguredKeepsTheLimitsOfAFileThatIsStillTheSame() {
        ProcessSpec before = SpecBuilder.process("web").logfile("/log/web").build();
        ProcessSpec now = SpecBuilder.process("web")
                .logfile("/log/web")
                .variable("NEW", "1")
                .build();
        OutputSpec attached = attached(before, "/log/web", now);
        assertEquals(now.output().stdout(), attached.stdout());
    }

    @Test
    void aProcessWhoseFileIsAnotherNowGoesOnInTheOldOneAndARotationKeepsWhatItHolds() {
        ProcessSpec before = SpecBuilder.process("web").logfile("/log/old").build();
        ProcessSpec now = SpecBuilder.process("web")
                .logfile("/log/new")
                .variable("NEW", "1")
                .build();
        OutputSpec attached = attached(before, "/log/old", now);
        assertEquals(Optional.of(Path.of("/log/old")), attached.stdout().file());
        assertEquals(0, attached.stdout().bytesMax());
        assertTrue(attached.stdout().backups() > 0, "with no backups a rotation empties the file");
    }

    private OutputSpec attached(ProcessSpec before, String file, ProcessSpec now) {
        RunRecord record = new RunRecord(
                before.name(),
                "this-boot",
                3,
                "",
                Stage.STOPPED,
                Optional.empty(),
                Optional.of(RunFingerprint.of(before)),
                before.stop(),
                0,
                Optional.of(new StoredLog(false, Path.of(file))),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                "",
                Setbacks.NONE,
                Optional.empty());
        RestoredOutputs.open(
                List.of(new Restored(record, false, Duration.ZERO)), Plans.of(now), outputs, (level, text) -> {});
        return outputs.spec.orElseThrow();
    }

    /** Remembers what was attached. */
    private static final class Attached extends NoOutputs {
        private Optional<OutputSpec> spec = Optional.empty();

        @Override
        public Streams attach(ProcessName process, OutputSpec attached) throws OpenFailed {
            spec = Optional.of(attached);
            return super.attach(process, attached);
        }
    }
}
