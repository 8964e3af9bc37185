package dev.supervisord.ctl;

import dev.supervisord.v1.TerminalSize;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The size of the controlling terminal. The kernel tells of a change by SIGWINCH, {@code signal(7)}, which Java knows by
 * {@code sun.misc.Signal} only: that is named at run time because the compiler's warning about it cannot be suppressed.
 */
final class WindowSize {
    private WindowSize() {}

    /** Tells the size now, on this thread, and each change of it on one of the JVM's. */
    static void follow(Consumer<TerminalSize> listener) {
        tell(listener);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object changed = Proxy.newProxyInstance(
                    WindowSize.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        tell(listener);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), changed);
        } catch (ReflectiveOperationException unknown) {
            return; // on a JVM without it, the size is that of the begin
        }
    }

    private static void tell(Consumer<TerminalSize> listener) {
        String[] size = RawKeys.size().split(" ", 2);
        if (size.length == 2 && !size[0].equals("0") && !size[1].equals("0")) {
            listener.accept(TerminalSize.newBuilder()
                    .setRows(Integer.parseInt(size[0]))
                    .setColumns(Integer.parseInt(size[1]))
                    .build());
        }
    }
}
