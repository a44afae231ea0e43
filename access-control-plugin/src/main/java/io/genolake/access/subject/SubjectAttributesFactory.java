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
package io.genolake.access.subject;

import io.genolake.access.policy.PolicyFiles;
import io.genolake.access.policy.YamlNode;

/**
 * Makes a source of attributes from its part of the policy: the value of its key under {@code attributes}.
 */
public interface SubjectAttributesFactory
{
    /**
     * The key under {@code attributes}, such as {@code passport}.
     */
    String key();

    /**
     * @param files the files of the policy directory, by relative paths
     * @param file the file that the settings are in, for messages
     * @throws io.genolake.access.policy.PolicyException if the settings are wrong
     */
    SubjectAttributes create(PolicyFiles files, String file, YamlNode settings);
}
