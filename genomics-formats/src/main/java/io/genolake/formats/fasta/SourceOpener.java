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
package io.genolake.formats.fasta;

import io.genolake.formats.io.ByteSource;

import java.io.IOException;

/**
 * A stored file that is opened for each piece which is read of it, so that threads share nothing.
 */
public interface SourceOpener
{
    /**
     * The file, as the user knows it, for messages.
     */
    String location();

    /**
     * @throws java.io.FileNotFoundException if there is no such file
     */
    ByteSource open()
            throws IOException;
}
