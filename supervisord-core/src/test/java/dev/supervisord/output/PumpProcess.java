package dev.supervisord.output;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A daemon reduced to its pump, to be killed: {@code PumpProcess DIRECTORY BACKUPS FORMAT}. */
final class PumpProcess {

    private PumpProcess() {}

    public static void main(String[] arguments) throws Exception {
        PumpRig rig = new PumpRig(Path.of(arguments[0]));
        LogOptions options = new LogOptions(LogFormat.valueOf(arguments[2]), OnError.BLOCK, false, Archive.DEFAULT);
        Target file = new Target.File(rig.file("out"));
        rig.child(new LogSpec(file, 20_000, Integer.parseInt(arguments[1]), false, options));
        rig.pump.begin(PumpRig.P, 1);
        Files.writeString(Path.of(arguments[0]).resolve("begun"), "");
        new CountDownLatch(1).await();
    }
}
