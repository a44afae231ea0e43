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
package io.genolake.connector.lake;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * The files of a project at one moment, in the order of their locations.
 *
 * @param folder location of the project's folder, with a slash at its end
 * @param indexes the indexes that belong to no file
 * @param leftOut what lies in the folder where the layout has no files
 */
public record Project(String schema, String folder, List<LakeFile> files, List<StoredFile> indexes, List<StoredFile> leftOut)
{
    public Project
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(folder, "folder is null");
        files = ImmutableList.copyOf(requireNonNull(files, "files is null"));
        indexes = ImmutableList.copyOf(requireNonNull(indexes, "indexes is null"));
        leftOut = ImmutableList.copyOf(requireNonNull(leftOut, "leftOut is null"));
    }

    /**
     * All objects of the project: the files, the indexes beside them, and those that belong to none.
     */
    public List<LakeFile> allFiles()
    {
        return Stream.of(
                        files.stream(),
                        files.stream().flatMap(file -> file.index().stream()).map(index -> asFile(index, false)),
                        indexes.stream().map(index -> asFile(index, true)))
                .flatMap(identity())
                .sorted(comparing(LakeFile::location))
                .collect(toImmutableList());
    }

    /**
     * What lies in the folder and no table reads, because the layout leaves it out.
     */
    public List<LakeFile> leftOutFiles()
    {
        return leftOut.stream()
                .map(LakeFile::leftOut)
                .collect(toImmutableList());
    }

    /**
     * Where a file of the project lies in its folder.
     */
    public String relativePath(StoredFile file)
    {
        checkArgument(file.location().startsWith(folder), "not in the folder of the project %s: %s", schema, file.location());
        return file.location().substring(folder.length());
    }

    private static LakeFile asFile(StoredFile index, boolean orphan)
    {
        return new LakeFile(index, FileFormat.of(index.location()), Optional.empty(), ImmutableMap.of(), orphan, false, Optional.empty());
    }

    public List<LakeFile> files(Set<FileFormat> formats)
    {
        return files.stream()
                .filter(file -> formats.contains(file.format()))
                .collect(toImmutableList());
    }
}
