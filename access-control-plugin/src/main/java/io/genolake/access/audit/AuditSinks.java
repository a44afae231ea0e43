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

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.util.List;

/**
 * Several sinks as one: a line is kept when all of them keep it.
 */
public final class AuditSinks
        implements AuditSink
{
    private final List<AuditSink> sinks;

    public AuditSinks(List<AuditSink> sinks)
    {
        this.sinks = ImmutableList.copyOf(sinks);
    }

    @Override
    public void write(String line)
            throws IOException
    {
        for (AuditSink sink : sinks) {
            sink.write(line);
        }
    }

    @Override
    public void close()
    {
        sinks.forEach(AuditSink::close);
    }
}
