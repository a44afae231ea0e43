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
package io.genolake.connector;

import com.google.common.collect.ImmutableList;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What a query reads of a table, for event listeners: which version of which files. Files are those that the query's conditions on files leave; an index
 * may show later that some of them have no rows for it.
 *
 * @param version the name of the version, if the query names one
 * @param versionId what the name stands for: of a snapshot the digest of all its files
 * @param folder location of the project's folder
 * @param filesDigest SHA-256 of the paths in the folder, sizes and times of the files that are read: the same for the same files, versioned or not
 * @param fileCount how many files are read
 * @param size of these files, in bytes
 * @param files the first of them, in the order of their paths; of a query that is limited to samples those that hold no other samples
 * @param fileIds ids of the first of the others, whose names the user of the query may not be told: {@code files.file_id}
 * @param genolakeVersion the version of this software
 */
public record GenomicsInputInfo(
        Optional<String> version,
        Optional<String> versionId,
        String folder,
        String filesDigest,
        long fileCount,
        long size,
        List<InputFile> files,
        List<String> fileIds,
        String genolakeVersion)
{
    public static final int MAX_FILES = 100;

    /**
     * @param path in the project's folder
     */
    public record InputFile(String path, long size, Instant modified)
    {
        public InputFile
        {
            requireNonNull(path, "path is null");
            requireNonNull(modified, "modified is null");
        }
    }

    public GenomicsInputInfo
    {
        requireNonNull(version, "version is null");
        requireNonNull(versionId, "versionId is null");
        requireNonNull(folder, "folder is null");
        requireNonNull(filesDigest, "filesDigest is null");
        files = ImmutableList.copyOf(requireNonNull(files, "files is null"));
        fileIds = ImmutableList.copyOf(requireNonNull(fileIds, "fileIds is null"));
        requireNonNull(genolakeVersion, "genolakeVersion is null");
    }
}
