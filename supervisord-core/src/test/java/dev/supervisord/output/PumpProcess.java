package dev.supervisord.output;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A daemon reduced to its pump, to be killed: {@code PumpProcess DIRECTORY BACKUPS}. */
final class PumpProcess {

    private PumpProcess() {}

    public static void main(String[] arguments) throws Exception {
        PumpRig rig = new PumpRig(Path.of(arguments[0]));
        rig.child(rig.to("out", 20_000, Integer.parseInt(arguments[1])));
        new CountDownLatch(1).await();
    }
}
