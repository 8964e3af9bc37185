package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import java.nio.file.Path;

/** The program's end of a pseudo-terminal, open in the daemon for the time of the launch only. */
final class Terminal implements AutoCloseable {

    private static final int NONE = -1;

    private final int slave;
    private final Memory path;
    private int relay;

    /**
     * @param slave its open descriptor
     * @param path its name
     * @param relay a descriptor of the process that holds its other end; negative where the kernel gives none
     */
    Terminal(int slave, Path path, int relay) {
        this.slave = slave;
        byte[] name = NativeText.encode(path.toString());
        this.path = new Memory(name.length + 1L);
        this.path.write(0, name, 0, name.length);
        this.path.setByte(name.length, (byte) 0);
        this.relay = relay;
    }

    int descriptor() {
        return slave;
    }

    /** The address of its name. */
    long path() {
        return Scratch.address(path);
    }

    /** The descriptor of its relay, which is the caller's from now on. */
    int takeRelay() {
        int taken = relay;
        relay = NONE;
        return taken;
    }

    @Override
    public void close() {
        LibC.close(slave);
        if (relay >= 0) {
            LibC.close(relay);
        }
    }
}
