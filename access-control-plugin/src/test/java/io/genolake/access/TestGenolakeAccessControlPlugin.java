package io.genolake.access;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.Plugin;
import io.trino.spi.security.SystemAccessControl;
import io.trino.spi.security.SystemAccessControlFactory;
import io.trino.testing.TestingSystemAccessControlContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static com.google.common.collect.Iterables.getOnlyElement;
import static org.assertj.core.api.Assertions.assertThat;

final class TestGenolakeAccessControlPlugin
{
    @Test
    void testCreateAccessControl(@TempDir Path directory)
    {
        PolicyDirectory policy = new PolicyDirectory(directory).write("policy.yaml", "version: 1\nservice_user: genolake-policy\n");
        Plugin plugin = new GenolakeAccessControlPlugin();
        SystemAccessControlFactory factory = plugin.getSystemAccessControlFactories().iterator().next();
        assertThat(factory.getName()).isEqualTo("genolake");
        SystemAccessControl accessControl = factory.create(
                ImmutableMap.of("genolake.policy-dir", policy.path().toString(), "genolake.audit-dir", directory.resolve("audit").toString()),
                new TestingSystemAccessControlContext());
        assertThat(accessControl.getEventListeners()).hasSize(1);
        accessControl.shutdown();
    }
}
