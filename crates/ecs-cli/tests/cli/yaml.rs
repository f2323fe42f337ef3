//! YAML, wherever JSON is taken.

use crate::{EC2, Folder};
use expect_test::expect;

/// What [`EC2`] says.
const EC2_YAML: &str = "\
# The shop window.
family: web
containerDefinitions:
  - name: app
    image: nginx:1.27
    memory: 512
    portMappings:
      - containerPort: 80
      - {containerPort: 53, protocol: udp}
";

#[test]
fn a_file_and_standard_input_are_read() {
    let folder = Folder::new()
        .with("task.yaml", EC2_YAML)
        .with("TASK.YML", EC2_YAML)
        .with("misnamed.json", EC2_YAML)
        .with("json.yaml", EC2)
        .with("windows.yml", format!("\u{feff}{}", EC2_YAML.replace('\n', "\r\n")));
    let files = ["task.yaml", "TASK.YML", "misnamed.json", "json.yaml", "windows.yml", "-"];
    expect![[r#"
        status 0
        --- stdout
        task.yaml: task definition, fine
        TASK.YML: task definition, fine
        misnamed.json: task definition, fine
        json.yaml: task definition, fine
        windows.yml: task definition, fine
        -: task definition, fine
        6 files: 6 fine
    "#]]
    .assert_eq(&folder.call_with(&[&["validate"], &files[..]].concat(), EC2_YAML, &[]).told());
}

#[test]
fn findings_stand_at_their_lines() {
    let text = EC2_YAML.replace("memory: 512", "memory: \"512\"\n    user: no").replace("image", "imag");
    let folder = Folder::new().with("task.yaml", text);
    expect![[r#"
        status 1
        --- stdout
        task.yaml: task definition, 1 error, 3 warnings
        task.yaml:4:5 error[missing-image] container `app` has no image [TASK-5]
          AWS: Container.image should not be null or empty.
          hint: name an image, such as `public.ecr.aws/nginx/nginx:1.27`
          at: /containerDefinitions/0/image
        task.yaml:5:5 warning[unknown-member] `imag` is no member that is known here; it is kept and not used [DOC-8]
          AWS: Unknown parameter in containerDefinitions[0]: "imag", must be one of: name, image, repositoryCredentials, cpu, memory, memoryReservation, links, portMappings, essential, restartPolicy, entryPoint, command, environment, environmentFiles, mountPoints, volumesFrom, linuxParameters, secrets, dependsOn, startTimeout, stopTimeout, versionConsistency, hostname, user, workingDirectory, disableNetworking, privileged, readonlyRootFilesystem, dnsServers, dnsSearchDomains, extraHosts, dockerSecurityOptions, interactive, pseudoTerminal, dockerLabels, ulimits, logConfiguration, healthCheck, systemControls, resourceRequirements, firelensConfiguration, credentialSpecs
          hint: did you mean `image`?
          at: /containerDefinitions/0/imag
        task.yaml:6:13 warning[coerced-type] `memory` is a number for AWS, and is a string here; it is read all the same [DOC-6]
          AWS: Invalid type for parameter containerDefinitions[0].memory, value: 512, type: <class 'str'>, valid types: <class 'int'>
          at: /containerDefinitions/0/memory
        task.yaml:7:11 warning[yaml-scalar] `no` is read as a string, as YAML 1.2 has it; YAML 1.1 makes false of it [YAML-2]
          hint: quotes make it a string everywhere
          at: /containerDefinitions/0/user
        1 file: 1 with errors
    "#]].assert_eq(&folder.call(&["validate", "task.yaml"]).told());
    expect![[r#"
        status 1
        --- stderr
        -:1:9 error[yaml-syntax] this is not YAML: unclosed bracket '[' [YAML-1]
    "#]]
    .assert_eq(&folder.call_with(&["run", "-"], "family: [\n", &[]).told());
}

#[test]
fn errors_of_the_starter_stand_at_the_definition() {
    let text = "\
taskDefinition:
  family: web
  requiresCompatibilities: [FARGATE]
  cpu: '256'
  memory: '512'
  containerDefinitions:
    - {name: app, image: 'nginx:1.27'}
";
    let folder = Folder::new().with("task.yaml", text);
    expect![[r#"
        status 1
        --- stderr
        task.yaml:2:3 error[fargate-network-mode] a definition for Fargate has network mode awsvpc [RES-3]
          AWS: Fargate only supports network mode ‘awsvpc’.
          hint: set `networkMode` to awsvpc
          at: /taskDefinition/networkMode
    "#]]
    .assert_eq(&folder.call(&["run", "task.yaml"]).told());
}

#[test]
fn a_definition_runs_and_links_as_its_json_does() {
    let folder = Folder::new().with("task.yaml", EC2_YAML).with("task.json", EC2);
    for command in
        [&["run"][..], &["run", "--format", "json", "--count", "3"], &["run", "--events"], &["link"]]
    {
        let said = |file: &'static str| {
            let outcome = folder.call(&[command, &[file]].concat());
            (outcome.status, outcome.stdout.replace(file, "FILE"), outcome.stderr)
        };
        assert_eq!(said("task.yaml"), said("task.json"), "{command:?}");
        assert_eq!(said("task.yaml").0, 0, "{command:?}");
    }
    let link = folder.call(&["link", "task.yaml"]).stdout;
    assert!(folder.call(&["open", link.trim_end()]).stdout.starts_with('{'));
}
