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

import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.trino.TrinoContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The image itself, where there is a container engine.
 */
public class TestImage
{
    @Test
    public void testImage()
            throws Exception
    {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no container engine to build and run the image with");
        Path root = LauncherProcess.root();
        ImageFromDockerfile image = new ImageFromDockerfile("genolake-test", false)
                .withFileFromPath("server/target/dist", root.resolve("server").resolve("target").resolve("dist"))
                .withFileFromPath("docker", root.resolve("docker"))
                .withFileFromPath("Dockerfile", root.resolve("docker").resolve("Dockerfile"));
        DockerImageName name = DockerImageName.parse(image.get()).asCompatibleSubstituteFor("trinodb/trino");
        try (TrinoContainer container = new TrinoContainer(name)
                .withEnv("GENOLAKE_SHARED_SECRET", "of this test")
                .withEnv("GENOLAKE_HEAP", "1g")
                .withCopyFileToContainer(MountableFile.forHostPath(SharedDemoLake.get()), "/lake")
                .withCopyFileToContainer(MountableFile.forClasspathResource("image/genomics.properties"), "/etc/trino/catalog/genomics.properties")) {
            container.start();
            try (Connection connection = container.createConnection("");
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT count(DISTINCT \"$path\") FROM genomics.clinic.variants")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(12);
            }
        }
    }
}
