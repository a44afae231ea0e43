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
package io.genolake.connector.split;

import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.FileCheck;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.snapshot.HeaderDigests;
import io.genolake.connector.snapshot.HeaderSummary;
import io.genolake.connector.snapshot.Snapshot;
import io.trino.filesystem.TrinoFileSystem;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Sees to it that a file which is read under a version is that of the version. It is asked before the file's header or index is: what is read for
 * another file would be kept in the caches under this one's name.
 */
final class VersionGuard
{
    private final Optional<Snapshot> snapshot;
    private final FileCheck fileCheck;
    private final HeaderDigests digests;

    VersionGuard(TrinoFileSystem fileSystem, Optional<Snapshot> snapshot, HeaderDigests digests)
    {
        this.snapshot = requireNonNull(snapshot, "snapshot is null");
        fileCheck = new FileCheck(fileSystem, snapshot.map(Snapshot::version));
        this.digests = requireNonNull(digests, "digests is null");
    }

    void check(LakeFile file)
    {
        if (snapshot.isPresent()) {
            fileCheck.check(file.stored());
            file.index().ifPresent(fileCheck::check);
        }
    }

    void check(LakeFile file, FileHeader header)
    {
        Optional<String> digest = snapshot.flatMap(known -> known.header(file)).flatMap(HeaderSummary::digest);
        if (digest.isPresent() && !digest.equals(digests.get(file.stored(), header))) {
            throw fileCheck.changed(file.stored(), "has another header, though its size and time are the same");
        }
    }
}
