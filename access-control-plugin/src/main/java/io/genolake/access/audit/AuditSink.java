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
package io.genolake.access.audit;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where audit events go. An event is a line of JSON.
 */
public interface AuditSink
        extends Closeable
{
    /**
     * Returns when the line is kept.
     *
     * @throws IOException if it cannot be kept; then the query that it is about must not run
     */
    void write(String line)
            throws IOException;

    @Override
    void close();
}
