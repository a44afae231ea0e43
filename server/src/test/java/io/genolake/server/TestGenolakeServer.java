/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.genolake.server;

import com.google.common.collect.ImmutableList;
import org.intellij.lang.annotations.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The server as a user starts it: the script, a process of its own, the plugins as packaged.
 */
@TestInstance(PER_CLASS)
public class TestGenolakeServer
{
    private Path temporary;
    private Path data;
    private List<String> lakeBefore;
    private int port;
    private LauncherProcess server;

    @BeforeAll
    public void start(@TempDir Path directory)
            throws Exception
    {
        temporary = directory;
        Path lake = SharedDemoLake.get();
        lakeBefore = listing(lake);
        data = temporary.resolve("the data");
        port = LauncherProcess.freePort();
        // A relative path with a space
        server = LauncherProcess.start(lake.getParent(), "serve", lake.getFileName().toString(), "--port", String.valueOf(port), "--data", data.toString())
                .awaitReady();
    }

    @AfterAll
    public void stop()
    {
        server.close();
    }

    @Test
    public void testSaysOnlyThatItIsReady()
    {
        assertThat(server.output()).containsExactly("Genolake is ready: http://127.0.0.1:" + port);
    }

    @Test
    public void testCatalogs()
            throws Exception
    {
        assertThat(query("SHOW CATALOGS")).containsExactly("genomics", "lake", "system", "tpch");
        assertThat(query("SELECT count(*) FROM tpch.tiny.nation")).containsExactly("25");
    }

    @Test
    public void testGenomics()
            throws Exception
    {
        assertThat(query("SHOW SCHEMAS FROM genomics")).contains("clinic", "cohort", "genomes");
        assertThat(query("SELECT count(DISTINCT \"$path\") FROM genomics.clinic.variants")).containsExactly("12");
        assertThat(query("SELECT count(*) FROM genomics.cohort.samples WHERE file LIKE '%cohort.vcf.gz'")).containsExactly("24");
        assertThat(query("SELECT count(*) FROM genomics.genomes.problems")).containsExactly("0");
    }

    @Test
    public void testFunctions()
            throws Exception
    {
        assertThat(query("SELECT cardinality(bins('chr17', 43044295, 43125483)) >= 8")).containsExactly("true");
        assertThat(query("SELECT count(*) > 0 FROM genomics.cohort.variants WHERE in_region(chrom, pos, end_pos, 'chr17:43,044,295-43,125,483')"))
                .containsExactly("true");
    }

    @Test
    public void testIndexesOfTheDemoLakeAreTrusted()
            throws Exception
    {
        for (String project : ImmutableList.of("clinic", "cohort", "genomes")) {
            assertThat(query("SELECT DISTINCT index_state FROM genomics.%s.files WHERE format IN ('bam', 'vcf')".formatted(project)))
                    .containsExactly("ok");
        }
    }

    @Test
    public void testTablesAreBuiltInTheDataDirectory()
            throws Exception
    {
        execute("CREATE SCHEMA lake.gold");
        execute("CREATE TABLE lake.gold.genes AS SELECT name, chrom, pos, end_pos FROM genomics.cohort.intervals WHERE \"$path\" LIKE '%genes.bed'");
        assertThat(query("SELECT count(*) FROM lake.gold.genes")).containsExactly("33");
        assertThat(data.resolve("lake").resolve("gold")).isDirectory();
        assertThat(listing(SharedDemoLake.get())).isEqualTo(lakeBefore);
    }

    @Test
    public void testLineageIsWritten()
            throws Exception
    {
        execute("CREATE SCHEMA lake.lineage");
        execute("CREATE TABLE lake.lineage.exons AS SELECT name AS exon, chrom, pos FROM genomics.cohort.intervals");
        // The event comes after the result
        String event = "";
        for (int attempt = 0; attempt < 300 && event.isEmpty(); attempt++) {
            Thread.sleep(100);
            event = String.join("\n", lineage().stream().filter(line -> line.contains("lake.lineage.exons") && line.endsWith("}")).toList());
        }
        assertThat(event)
                .contains("\"eventType\":\"COMPLETE\"", "\"name\":\"genomics.cohort.intervals\"", "\"columnLineage\"", "\"field\":\"chrom\"", "\"datasetVersion\"", "\"filesDigest\"", "genes.bed")
                .doesNotContain("\n");
    }

    private List<String> lineage()
            throws IOException
    {
        Path directory = data.resolve("lineage");
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.getFileName().toString().endsWith(".jsonl")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    public void testWebInterface()
            throws Exception
    {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:%s/ui/".formatted(port)).toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(200);
    }

    @Test
    public void testListensOnLoopbackOnly()
            throws Exception
    {
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> connect(address)).as("connection to %s", address).isInstanceOf(IOException.class);
                }
            }
        }
        connect(InetAddress.getByName("127.0.0.1"));
    }

    private void connect(InetAddress address)
            throws IOException
    {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
        }
    }

    @Test
    public void testNoOtherSocketListensBeyondLoopback()
            throws Exception
    {
        Path sockets = Path.of("/proc/net/tcp");
        assumeTrue(Files.exists(sockets), "the list of sockets is Linux's");
        List<String> ours = socketsOf(server.pid());
        List<String> listening = new ArrayList<>();
        for (Path table : ImmutableList.of(sockets, Path.of("/proc/net/tcp6"))) {
            for (String line : Files.exists(table) ? Files.readAllLines(table) : ImmutableList.<String>of()) {
                // number, local address, remote address, state (0A is LISTEN), ..., inode
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals("0A") && ours.contains(fields[9])) {
                    listening.add(fields[1].substring(0, fields[1].indexOf(':')));
                }
            }
        }
        // 127.0.0.1 alone, and as it looks in IPv6, in the kernel's byte order
        assertThat(listening).isNotEmpty().isSubsetOf("0100007F", "0000000000000000FFFF00000100007F");
    }

    private static List<String> socketsOf(long pid)
            throws IOException
    {
        List<String> inodes = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/%s/fd".formatted(pid)))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.exists(descriptor, NOFOLLOW_LINKS)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                }
            }
        }
        return inodes;
    }

    @Test
    public void testPortInUse()
            throws Exception
    {
        assertFails("port %s of 127.0.0.1 cannot be had".formatted(port), "serve", ".", "--port", String.valueOf(port), "--data", temporary.resolve("other").toString());
    }

    @Test
    public void testDataDirectoryInUse()
            throws Exception
    {
        assertFails(
                "the data directory %s is in use by another Genolake server (process %s, http://127.0.0.1:%s)".formatted(data, server.pid(), port),
                "serve",
                ".",
                "--port",
                String.valueOf(LauncherProcess.freePort()),
                "--data",
                data.toString());
    }

    @Test
    public void testLakeThatIsNotThere()
            throws Exception
    {
        assertFails("the lake %s does not exist".formatted(temporary.resolve("no such lake")), "serve", "no such lake", "--data", temporary.resolve("other").toString());
    }

    @Test
    public void testCatalogThatDoesNotLoadNamesItsProperty()
            throws Exception
    {
        try (LauncherProcess process = LauncherProcess.start(
                temporary,
                "serve",
                ".",
                "--port",
                String.valueOf(LauncherProcess.freePort()),
                "--data",
                temporary.resolve("refused").toString(),
                "--catalog-property",
                "genomics.no-such-property=hush",
                "--catalog-property",
                "s3.aws-secret-key=hush-hush")) {
            assertThat(process.awaitExit()).isNotZero();
            assertThat(process.text())
                    .contains("the server could not start")
                    .contains("genomics.no-such-property")
                    .contains("server.log")
                    .doesNotContain("hush");
        }
    }

    @Test
    public void testRunScript()
            throws Exception
    {
        Path script = Files.writeString(temporary.resolve("a script.sql"), "SELECT 'a;b' AS text; -- one; two\nSELECT 1 +\n 2 AS sum");
        try (LauncherProcess process = run(script)) {
            assertThat(process.awaitExit()).isZero();
            assertThat(process.text()).contains("[1/2]", " a;b", "[2/2]", "   3");
        }
    }

    @Test
    public void testRunScriptThatFails()
            throws Exception
    {
        Path script = Files.writeString(temporary.resolve("wrong.sql"), "SELECT 1;\n\nSELECT no_such_column;\nSELECT 2");
        try (LauncherProcess process = run(script)) {
            assertThat(process.awaitExit()).isNotZero();
            assertThat(process.text()).contains("wrong.sql, line 3:", "no_such_column").doesNotContain("[3/3]");
        }
    }

    private LauncherProcess run(Path script)
            throws IOException
    {
        return LauncherProcess.start(temporary, "run", "--server", "http://127.0.0.1:" + port, script.getFileName().toString());
    }

    @Test
    public void testCommandLineClient()
            throws Exception
    {
        try (LauncherProcess process = LauncherProcess.start(temporary, "sql", "--server", "http://127.0.0.1:" + port, "--execute", "SELECT 40 + 2")) {
            assertThat(process.awaitExit()).isZero();
            assertThat(process.text()).contains("\"42\"");
        }
    }

    private void assertFails(String message, String... arguments)
            throws Exception
    {
        try (LauncherProcess process = LauncherProcess.start(temporary, arguments)) {
            assertThat(process.awaitExit()).isNotZero();
            assertThat(process.output()).hasSize(1);
            assertThat(process.text()).startsWith("genolake: " + message);
        }
    }

    private void execute(@Language("SQL") String sql)
            throws SQLException
    {
        try (Connection connection = connection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(@Language("SQL") String sql)
            throws SQLException
    {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }

    private Connection connection()
            throws SQLException
    {
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, "test", "");
    }

    private static List<String> listing(Path folder)
            throws IOException
    {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(path -> path + " " + path.toFile().lastModified()).sorted().toList();
        }
    }
}
