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

import com.google.common.collect.ImmutableMap;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * Where a lake is, for the user and for the file system of its catalog.
 *
 * @param name what the user knows it by: an absolute path or an s3:// location
 * @param location the value of {@code genomics.lake}
 * @param properties the properties of the file system that reads it
 */
public record LakeLocation(String name, String location, Map<String, String> properties)
{
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    private static final Pattern S3 = Pattern.compile("s3://[^/]+(/.*)?", Pattern.DOTALL);

    public LakeLocation
    {
        requireNonNull(name, "name is null");
        requireNonNull(location, "location is null");
        properties = ImmutableMap.copyOf(properties);
    }

    public static LakeLocation parse(String text, Path workingDirectory)
    {
        if (SCHEME.matcher(text).matches()) {
            if (!S3.matcher(text).matches()) {
                throw new LaunchException("a lake is a folder or s3://bucket/prefix, and %s is neither".formatted(text));
            }
            return new LakeLocation(text, text, ImmutableMap.of("fs.s3.enabled", "true"));
        }
        Path path;
        try {
            path = workingDirectory.resolve(text).toAbsolutePath().normalize();
        }
        catch (InvalidPathException e) {
            throw new LaunchException("'%s' is no path: %s".formatted(text, e.getReason()));
        }
        if (!Files.exists(path)) {
            throw new LaunchException("the lake %s does not exist: give the folder whose subfolders are your projects".formatted(path));
        }
        if (!Files.isDirectory(path)) {
            throw new LaunchException("the lake %s is a file: give the folder whose subfolders are your projects".formatted(path));
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw new LaunchException("the lake %s cannot be read by this user: check its permissions".formatted(path));
        }
        // The local file system of Trino sees nothing outside its root, which is the lake
        return new LakeLocation(path.toString(), "local:///", ImmutableMap.of("fs.local.enabled", "true", "local.location", path.toString()));
    }

    @Override
    public String toString()
    {
        return name;
    }
}
