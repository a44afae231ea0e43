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
package io.genolake.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

import static java.util.Objects.requireNonNull;

/**
 * The version of this software, as snapshots, lineage and {@code genolake_version()} tell it.
 */
public record GenolakeVersion(String value)
{
    private static final String RESOURCE = "genolake.properties";

    public GenolakeVersion
    {
        requireNonNull(value, "value is null");
    }

    /**
     * As the build has it.
     */
    public static GenolakeVersion current()
    {
        Properties properties = new Properties();
        try (InputStream in = GenolakeVersion.class.getResourceAsStream(RESOURCE)) {
            properties.load(requireNonNull(in, RESOURCE));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GenolakeVersion(properties.getProperty("version"));
    }
}
