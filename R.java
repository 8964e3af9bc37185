import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import org.junit.platform.launcher.core.*;
import org.junit.platform.launcher.listeners.*;
public class R { public static void main(String[] a) throws Exception {
 var b = LauncherDiscoveryRequestBuilder.request();
 for (String c : a) b.selectors(selectClass("dev.supervisord.systemtests." + c));
 var s = new SummaryGeneratingListener();
 LauncherFactory.create().execute(b.build(), s);
 s.getSummary().printTo(new java.io.PrintWriter(System.out)); s.getSummary().printFailuresTo(new java.io.PrintWriter(System.out));
 System.exit(s.getSummary().getTotalFailureCount() > 0 ? 1 : 0);
}}
