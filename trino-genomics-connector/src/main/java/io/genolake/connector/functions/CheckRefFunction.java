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
package io.genolake.connector.functions;

import io.airlift.slice.Slice;
import io.genolake.connector.reference.References;

public final class CheckRefFunction
{
    private final ReferenceArgument references;

    CheckRefFunction(References references)
    {
        this.references = new ReferenceArgument(references);
    }

    public boolean evaluate(Slice reference, Slice chrom, long pos, Slice ref)
    {
        return ref.length() > 0 && ReferenceCheck.matches(references.cursor(reference, chrom), pos, ref);
    }
}
