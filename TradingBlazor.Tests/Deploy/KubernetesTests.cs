using TradingBlazor.Telemetry;
using TradingCore.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace TradingBlazor.Tests.Deploy;

/// <summary>What holds the manifests together: names that point to what is there, labels that meet, settings that the program has, ports that answer.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";

    // Kind and the group of its interface, as the cluster has them.
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["Namespace"] = "v1",
        ["ConfigMap"] = "v1",
        ["Secret"] = "v1",
        ["Service"] = "v1",
        ["PersistentVolumeClaim"] = "v1",
        ["Deployment"] = "apps/v1",
        ["StatefulSet"] = "apps/v1",
        ["HorizontalPodAutoscaler"] = "autoscaling/v2",
        ["PodDisruptionBudget"] = "policy/v1",
        ["NetworkPolicy"] = "networking.k8s.io/v1",
        ["Ingress"] = "networking.k8s.io/v1",
    };

    private static readonly YamlMappingNode[] Objects = [.. Resources().Append("secrets.example.yaml").SelectMany(f => YamlFiles.Documents($"{Folder}/{f}"))];

    private static readonly YamlMappingNode[] Workloads = [.. Objects.Where(o => o.Text("kind") is "Deployment" or "StatefulSet")];

    private static IEnumerable<YamlMappingNode> Ours => Workloads.Where(w => Container(w).Text("image") == "tradingblazor");

    [Fact]
    public void Every_object_says_what_it_is_in_the_words_of_the_cluster_and_each_name_is_used_once()
    {
        Assert.All(Objects, o => Assert.Equal(Versions[o.Text("kind")!], o.Text("apiVersion")));
        Assert.All(Objects, o => Assert.Matches("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", o.Text("metadata", "name")!));
        Assert.Equal(Objects.Length, Objects.Select(o => $"{o.Text("kind")} {o.Text("metadata", "name")}").Distinct().Count());
        string[] files = [.. Directory.GetFiles(RepositoryFiles.PathOf(Folder), "*.yaml").Select(f => Path.GetFileName(f)).Except(["kustomization.yaml", "secrets.example.yaml"]).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Resources().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Selectors_meet_labels_of_pods_that_are_there()
    {
        IReadOnlyDictionary<string, string>[] pods = [.. Workloads.Select(w => w.Labels("spec", "template", "metadata", "labels"))];
        Assert.All(Workloads, w => Assert.True(Meets(w.Labels("spec", "selector", "matchLabels"), w.Labels("spec", "template", "metadata", "labels"))));
        Assert.All(Objects.Where(o => o.Text("kind") == "Service"), s => Assert.Contains(pods, p => Meets(s.Labels("spec", "selector"), p)));
        Assert.All(Objects.Where(o => o.Text("kind") == "PodDisruptionBudget"), b => Assert.Contains(pods, p => Meets(b.Labels("spec", "selector", "matchLabels"), p)));
        Assert.All(Objects.Where(o => o.Text("kind") == "NetworkPolicy"), b => Assert.Contains(pods, p => Meets(b.Labels("spec", "podSelector", "matchLabels"), p)));
        // Two sets that both took the pods of one another would fight over them.
        Assert.Equal(Workloads.Length, Workloads.Select(w => string.Join(',', w.Labels("spec", "selector", "matchLabels").OrderBy(l => l.Key, StringComparer.Ordinal))).Distinct().Count());
    }

    [Fact]
    public void Settings_are_those_of_the_program()
    {
        string[] variables =
        [
            .. Objects.Where(o => o.Text("kind") == "ConfigMap").SelectMany(c => c.Entries("data")).Select(e => e.Key),
            .. Ours.SelectMany(w => Container(w).Items("env")).Select(e => e.Text("name")!),
        ];

        Assert.Equal([], variables.Where(v => SettingNames.KeyOf(v) is not { } key || !SettingNames.All.Contains(key)));
        Assert.Contains("TradingBlazor__Redis__CommandKeyFile", variables);
        Assert.True(Ours.All(w => Container(w).Items("env").Any(e => e.Text("name") == "TradingBlazor__Role" && e.Text("value") is "engine" or "web")));
    }

    [Fact]
    public void Probes_ask_what_the_program_answers_on_a_port_that_it_opens()
    {
        YamlNode config = Objects.Single(o => o.Text("kind") == "ConfigMap")["data"];
        foreach (YamlMappingNode workload in Ours)
        {
            YamlNode container = Container(workload);
            Dictionary<string, string> ports = container.Items("ports").ToDictionary(p => p.Text("name")!, p => p.Text("containerPort")!);
            Assert.Equal(config.Text("TradingBlazor__Telemetry__Port"), ports["operations"]);
            foreach (string probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            {
                Assert.Contains(container.Text(probe, "httpGet", "path"), new[] { "/health", OperationsPort.ServingPath });
                Assert.Equal("operations", container.Text(probe, "httpGet", "port"));
            }
            string urls = container.Items("env").Single(e => e.Text("name") == "TradingBlazor__urls").Text("value")!;
            Assert.Equal(ports["https"], new Uri(urls).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        Assert.All(Objects.Where(o => o.Text("kind") == "Service"), s => Assert.All(s.Items("spec", "ports"), p => Assert.Contains(p.Text("targetPort"),
            Workloads.Where(w => Meets(s.Labels("spec", "selector"), w.Labels("spec", "template", "metadata", "labels"))).SelectMany(w => Container(w).Items("ports")).Select(c => c.Text("name")))));
    }

    [Fact]
    public void Volumes_secrets_and_claims_that_are_named_are_there()
    {
        HashSet<string> there = [.. Objects.Select(o => $"{o.Text("kind")}/{o.Text("metadata", "name")}")];
        foreach (YamlMappingNode workload in Workloads)
        {
            YamlNode pod = workload["spec"]["template"]["spec"];
            string[] volumes = [.. pod.Items("volumes").Select(v => v.Text("name")!)];
            Assert.All(Container(workload).Items("volumeMounts"), m => Assert.Contains(m.Text("name")!, volumes));
            Assert.All(pod.Items("volumes").Select(v => v.Text("persistentVolumeClaim", "claimName")).OfType<string>(), c => Assert.Contains($"PersistentVolumeClaim/{c}", there));
            Assert.All(pod.Items("volumes").Select(v => v.Text("secret", "secretName")).OfType<string>(), s => Assert.Contains($"Secret/{s}", there));
            Assert.All(Container(workload).Items("envFrom").Select(e => e.Text("configMapRef", "name")).OfType<string>(), c => Assert.Contains($"ConfigMap/{c}", there));
            foreach (YamlNode reference in Container(workload).Items("env").Select(e => e.At("valueFrom", "secretKeyRef")).OfType<YamlNode>())
                Assert.NotNull(Objects.Single(o => o.Text("kind") == "Secret" && o.Text("metadata", "name") == reference.Text("name")).Text("stringData", reference.Text("key")!));
        }
        Assert.Equal("web", Objects.Single(o => o.Text("kind") == "HorizontalPodAutoscaler").Text("spec", "scaleTargetRef", "name"));
        Assert.DoesNotContain("secrets.example.yaml", Resources());
    }

    [Fact]
    public void No_pod_has_more_rights_than_it_needs()
    {
        foreach (YamlMappingNode workload in Workloads)
        {
            YamlNode pod = workload["spec"]["template"]["spec"], container = Container(workload);
            Assert.Equal("false", pod.Text("automountServiceAccountToken"));
            Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
            Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal(["ALL"], container.Items("securityContext", "capabilities", "drop").Select(c => ((YamlScalarNode)c).Value));
            Assert.NotNull(container.Text("resources", "limits", "memory"));
        }
    }

    [Fact]
    public void Every_pod_of_ours_has_the_time_that_a_stop_takes()
    {
        foreach (YamlMappingNode workload in Ours)
        {
            int grace = int.Parse(workload["spec"]["template"]["spec"].Text("terminationGracePeriodSeconds")!, System.Globalization.CultureInfo.InvariantCulture);
            int before = Container(workload).At("lifecycle", "preStop", "exec") is { } wait ? int.Parse(((YamlScalarNode)wait.Items("command").Last()).Value!, System.Globalization.CultureInfo.InvariantCulture) : 0;
            Assert.True(grace >= before + 10 + 2, workload.Text("metadata", "name"));
        }
    }

    [Fact]
    public void One_engine_trades_and_a_standby_waits_on_another_node_for_the_same_data()
    {
        YamlMappingNode[] engines = [.. Ours.Where(w => w.Text("kind") == "StatefulSet")];

        Assert.Equal(["engine", "engine-standby"], engines.Select(e => e.Text("metadata", "name")));
        Assert.All(engines, e => Assert.Equal("1", e.Text("spec", "replicas")));
        Assert.All(engines, e => Assert.Equal("kubernetes.io/hostname", e.Items("spec", "template", "spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution").Single().Text("topologyKey")));
        Assert.All(engines, e => Assert.Contains("engine-data", e.Items("spec", "template", "spec", "volumes").Select(v => v.Text("persistentVolumeClaim", "claimName"))));
        // An engine that is not ready, because its gateway is away, must still be reached to cancel.
        Assert.All(engines, e => Assert.Equal(OperationsPort.ServingPath, Container(e).Text("readinessProbe", "httpGet", "path")));
        Assert.Equal("ReadWriteMany", ((YamlScalarNode)Objects.Single(o => o.Text("kind") == "PersistentVolumeClaim").Items("spec", "accessModes").Single()).Value);
    }

    private static bool Meets(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) => selector.All(s => labels.TryGetValue(s.Key, out string? value) && value == s.Value);

    private static YamlNode Container(YamlNode workload) => workload["spec"]["template"]["spec"].Items("containers").Single();

    private static IEnumerable<string> Resources() => YamlFiles.Document($"{Folder}/kustomization.yaml").Items("resources").Select(r => ((YamlScalarNode)r).Value!);
}
