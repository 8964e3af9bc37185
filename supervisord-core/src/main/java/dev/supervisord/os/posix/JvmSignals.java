package dev.supervisord.os.posix;

import dev.supervisord.model.Signal;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The JVM's own way to handle a signal, {@code sun.misc.Signal}.
 *
 * <p>It is the only one: a handler written in Java cannot run where a signal finds a thread, and the JVM unblocks in its
 * threads what {@code signalfd(2)} would need blocked. The class is exported for use by the module {@code jdk.unsupported},
 * but the compiler's warning about it cannot be suppressed. So it is named at run time, and its handler interface is
 * implemented the way the compiler implements a lambda, which costs a fifth of what a proxy does.
 */
final class JvmSignals {

    private JvmSignals() {}

    /** Runs this on a thread of the JVM's whenever the signal comes; several that come at once may count as one. */
    static void handle(Signal signal, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            String name = signal.toString().substring("SIG".length());
            Object jvmSignal = signalClass.getConstructor(String.class).newInstance(name);
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(null, jvmSignal, handler(action, signalClass, handlerClass));
        } catch (Throwable refused) { // MethodHandle.invoke declares no less
            throw new IllegalStateException("cannot handle " + signal + ": " + refused.getMessage(), refused);
        }
    }

    private static Object handler(Runnable action, Class<?> signalClass, Class<?> handlerClass) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle run = lookup.findStatic(
                JvmSignals.class, "run", MethodType.methodType(void.class, Runnable.class, Object.class));
        MethodType handles = MethodType.methodType(void.class, signalClass);
        return LambdaMetafactory.metafactory(
                        lookup, "handle", MethodType.methodType(handlerClass, Runnable.class), handles, run, handles)
                .getTarget()
                .invoke(action);
    }

    @SuppressWarnings("unused") // found by name above; the second argument is the signal
    private static void run(Runnable action, Object signal) {
        action.run();
    }
}
