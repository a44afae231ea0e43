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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.genolake.formats.GenolakeVersion;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;

public final class GenolakeVersionFunction
{
    private static final Slice VERSION = Slices.utf8Slice(GenolakeVersion.current().value());

    private GenolakeVersionFunction() {}

    /**
     * What a table is built with is a part of where it comes from.
     */
    @ScalarFunction(value = "genolake_version", neverFails = true)
    @Description("Version of Genolake's functions, as version() is that of Trino")
    @SqlType("varchar")
    public static Slice genolakeVersion()
    {
        return VERSION;
    }
}
