package io.patchdrop.server.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses pass, with a name service of this test's own. */
class AddressGateTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "data.example.org", List.of("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"),
            "inner.example.org", List.of("10.1.2.3"),
            "half.example.org", List.of("93.184.216.34", "192.168.0.7"),
            "mapped.example.org", List.of("::ffff:127.0.0.1"),
            "translated.example.org", List.of("64:ff9b::7f00:1"),
            "meta.example.org", List.of("169.254.169.254"),
            "example.org", List.of("93.184.216.34"),
            "localhost", List.of("127.0.0.1"),
            "evil.org", List.of("6.6.6.6"));

    private static AddressGate gate(String... entries) {
        return new AddressGate(AllowList.of(List.of(entries)), host -> {
            List<InetAddress> found = new ArrayList<>();
            for (String text : NAMES.getOrDefault(host, List.of())) {
                found.add(InetAddress.getByName(text));
            }
            if (found.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return found;
        });
    }

    private static boolean passes(AddressGate gate, String address) {
        try {
            gate.check(new URI(address));
            return true;
        } catch (ByteSourceException e) {
            assertThat(e.problem()).isEqualTo(ByteSourceException.Problem.BAD_ADDRESS);
            // The same for each, so that nobody learns which machines there are.
            assertThat(e).hasMessage("The source, or a place that it leads to, is not allowed");
            return false;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "data.example.org, https://data.example.org/a.tif, true",
        "data.example.org, http://DATA.example.org:80/a.tif?key=1, true",
        "data.example.org, https://data.example.org:8443/a.tif, false",
        "data.example.org:8443, https://data.example.org:8443/a.tif, true",
        "data.example.org:8443, https://data.example.org/a.tif, false",
        "data.example.org, https://example.org/a.tif, false",
        "data.example.org, https://data.example.org.evil.org/a.tif, false",
        "data.example.org, https://evil.org/data.example.org/a.tif, false",
        "data.example.org, https://evil.org#data.example.org, false",
        "data.example.org, https://data.example.org@evil.org/, false",
        "evil.org, https://data.example.org@evil.org/, false",
        "data.example.org, https://data.example.org./a.tif, false",
        "data.example.org, ftp://data.example.org/a.tif, false",
        "data.example.org, file://data.example.org/a.tif, false",
        "*.example.org, https://data.example.org/a.tif, true",
        "*.example.org, https://example.org/a.tif, false",
        "*.example.org, https://evilexample.org/a.tif, false",
        "*.example.org, https://gone.example.org/a.tif, false",
        "*.example.org, https://inner.example.org/a.tif, false",
        "https://data.example.org/open/, https://data.example.org/open/a.tif, true",
        "https://data.example.org/open/, http://data.example.org/open/a.tif, false",
        "https://data.example.org/open, https://data.example.org/open/a.tif, true",
        "https://data.example.org/open, https://data.example.org/open, true",
        "https://data.example.org/open, https://data.example.org/opened/a.tif, false",
        "https://data.example.org/open/, https://data.example.org/secret/a.tif, false",
        "https://data.example.org/a%20b/, https://data.example.org/a%20b/c.tif, true"
    })
    void hostsPortsAndPaths(String entry, String address, boolean expected) {
        assertThat(passes(gate(entry), address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open/../secret",
                "open/..%2fsecret",
                "open/%2e%2e/secret",
                "open/.%2E/secret",
                "open/..;/secret",
                "open/..;x=1/secret",
                "open/%252e%252e/secret",
                "open/..%5csecret",
                "open/%00/secret",
                "open%2f..%2fsecret",
                "open/a/../../secret",
                "./open/../secret",
                "open/.../secret",
                "secret",
                "/open/../../secret",
                "open/%2e%2e%2e",
                "open/..%20/secret",
                "open/%zz"
            })
    void noPathEscapesAPrefix(String path) {
        assertThat(passes(gate("https://data.example.org/open/"), "https://data.example.org/" + path))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://00127.0.0.1/",
                "http://127.0.0.1./",
                "http://0/",
                "http://0.0.0.0/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fc00::1]/",
                "http://[fd12:3456::1]/",
                "http://[ff02::1]/",
                "http://[2001:0:7f00:1::]/",
                "http://[2a00::5efe:7f00:1]/",
                "http://10.0.0.1/",
                "http://100.64.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://198.18.0.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://localhost/",
                "http://LOCALHOST/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://127%2e0%2e0%2e1/",
                "http://data.example.org\\@127.0.0.1/",
                "http://data.example.org@127.0.0.1/",
                "http://127.0.0.1#@data.example.org/",
                "http:///a.tif",
                "http:data.example.org"
            })
    void noSpellingOfAnInnerAddressPasses(String address) {
        assertThat(passes(gate("data.example.org", "*.example.org", "example.org"), address))
                .isFalse();
        // Not even where everything is listed that is public.
        assertThat(passes(gate("127.0.0.2", "data.example.org"), address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inner", "half", "mapped", "translated", "meta"})
    void aListedNameMustNotLeadInside(String name) {
        assertThat(passes(gate(name + ".example.org"), "http://" + name + ".example.org/"))
                .isFalse();
        assertThat(passes(gate("*.example.org"), "http://" + name + ".example.org/"))
                .isFalse();
    }

    @Test
    void anInnerAddressThatIsListedPasses() {
        assertThat(passes(gate("inner.example.org", "10.0.0.0/8"), "http://inner.example.org/"))
                .isTrue();
        assertThat(passes(gate("inner.example.org:9000", "10.1.2.3:9000"), "http://inner.example.org:9000/"))
                .isTrue();
        assertThat(passes(gate("inner.example.org:9000", "10.1.2.3:9001"), "http://inner.example.org:9000/"))
                .isFalse();
        assertThat(passes(gate("10.0.0.0/8"), "http://inner.example.org/"))
                .as("its address is listed, but not its name")
                .isFalse();
        assertThat(passes(gate("10.0.0.0/8"), "http://10.9.8.7/")).isTrue();
        assertThat(passes(gate("10.0.0.0/8"), "http://10.9.8.7:22/")).isFalse();
        assertThat(passes(gate("10.0.0.0/8"), "http://11.0.0.1/")).isFalse();
        assertThat(passes(gate("[::1]:9000"), "http://[::1]:9000/")).isTrue();
        assertThat(passes(gate("fd00::/8"), "http://[fd00::7]/")).isTrue();
    }

    @Test
    void loopbackByNameAndByNumberAreListedApart() {
        AddressGate byNumber = gate("127.0.0.1:9000");
        assertThat(passes(byNumber, "http://127.0.0.1:9000/a")).isTrue();
        assertThat(passes(byNumber, "http://127.0.0.1:9001/a")).isFalse();
        assertThat(passes(byNumber, "http://localhost:9000/a")).isFalse();
        assertThat(passes(byNumber, "http://[::ffff:127.0.0.1]:9000/a")).isFalse();
        AddressGate byName = gate("localhost:9000");
        assertThat(passes(byName, "http://localhost:9000/a")).isTrue();
        assertThat(passes(byName, "http://localhost:9001/a")).isFalse();
        assertThat(passes(byName, "http://127.0.0.1:9000/a")).isFalse();
    }

    /** A name service that lies from the second time on: each request is checked anew. */
    @Test
    void eachRequestIsCheckedAnew() {
        List<String> answers = new ArrayList<>(List.of("93.184.216.34", "127.0.0.1"));
        AddressGate gate = new AddressGate(
                AllowList.of(List.of("data.example.org")), host -> List.of(InetAddress.getByName(answers.remove(0))));
        assertThat(passes(gate, "http://data.example.org/")).isTrue();
        assertThat(passes(gate, "http://data.example.org/")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://data.example.org/",
                "https://user@data.example.org/",
                "https://data.example.org/?key=1",
                "https://data.example.org/a/../b",
                "data.example.org:0",
                "data.example.org:99999",
                "data.example.org:",
                "*.org",
                "*",
                "*.127.0.0.1",
                "127.1",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "::ffff:10.0.0.1",
                "a_b.example.org",
                "/there/is/no/such/folder",
                "na me=."
            })
    void entriesThatMakeNoSenseAreRefused(String entry) {
        assertThatThrownBy(() -> AllowList.of(List.of(entry))).isInstanceOf(InvalidInputException.class);
    }
}
