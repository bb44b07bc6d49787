//! The generated Python packages under Python's own tools, as strict as they can be.

use std::path::{Path, PathBuf};
use std::process::Command;

use centrifugo_tests::tool::{node, python};
use centrifugo_tests::{folder, process, sdk};

/// Package of the workspace, and the import name of its SDK.
const PACKAGES: [(&str, &str); 6] = [
    ("test-server", "test_server_client"),
    ("tasks", "tasks_client"),
    ("board", "board_client"),
    (sdk::CASES, "cases_client"),
    (sdk::ERRORS, "case_client"),
    (sdk::NAMES, "case_client"),
];

fn generate(check: &str, package: &str) -> anyhow::Result<PathBuf> {
    let folder = folder::empty(&format!("python-{check}-{package}"))?;
    sdk::generate(package, "python", &folder)?;
    Ok(folder.join("python"))
}

#[test]
fn ruff_has_nothing_to_say() -> anyhow::Result<()> {
    for (package, _) in PACKAGES {
        let sdk = generate("ruff", package)?;
        for arguments in [&["check"][..], &["format", "--check", "--diff"]] {
            let mut ruff = python::command("ruff")?;
            process::run(
                ruff.args(arguments)
                    .args(["--no-cache", "."])
                    .current_dir(&sdk),
            )?;
        }
    }
    Ok(())
}

#[test]
fn mypy_strict_has_nothing_to_say() -> anyhow::Result<()> {
    for (package, import) in PACKAGES {
        let sdk = generate("mypy", package)?;
        let mut mypy = python::command("mypy")?;
        mypy.args(["--strict", import]).current_dir(&sdk);
        process::run(mypy.args(readme_examples(&sdk)?))?;
    }
    Ok(())
}

/// The README's examples, each a file beside the package.
fn readme_examples(sdk: &Path) -> anyhow::Result<Vec<String>> {
    let readme = std::fs::read_to_string(sdk.join("README.md"))?;
    let examples = readme.split("```python\n").skip(1);
    let examples: Vec<&str> = examples
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(examples.len() >= 4, "{readme}");
    let files = examples.iter().enumerate().map(|(number, example)| {
        let file = format!("example_{number}.py");
        std::fs::write(sdk.join(&file), example)?;
        Ok(file)
    });
    files.collect()
}

#[test]
fn pyright_strict_has_nothing_to_say() -> anyhow::Result<()> {
    for (package, import) in PACKAGES {
        let sdk = generate("pyright", package)?;
        let config = serde_json::json!({"include": [import], "typeCheckingMode": "strict"});
        std::fs::write(sdk.join("pyrightconfig.json"), config.to_string())?;
        let mut pyright = node::command("pyright/index.js", &sdk)?;
        pyright.arg("--pythonpath").arg(python::interpreter()?);
        // The installed version is the one that is meant.
        pyright.env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1");
        process::run(&mut pyright)?;
    }
    Ok(())
}

#[test]
fn it_is_built_installed_and_imported() -> anyhow::Result<()> {
    for (package, import) in PACKAGES {
        let sdk = generate("install", package)?;
        let mut build = python::command("build")?;
        build
            .args(["--no-isolation", "--wheel", "--outdir", "dist"])
            .current_dir(&sdk);
        process::run(&mut build)?;
        let wheels = std::fs::read_dir(sdk.join("dist"))?;
        let wheels = wheels
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        assert_eq!(wheels.len(), 1, "{wheels:?}");

        let venv = venv(&sdk.with_file_name("venv"))?;
        let mut pip = python::command("pip")?;
        pip.arg("--python").arg(&venv);
        pip.args(["install", "--quiet", "--no-index", "--no-deps"]);
        process::run(pip.args(&wheels))?;
        // Away from the source.
        let user = folder::empty(&format!("python-user-{package}"))?;
        let program = format!("from {import} import *\n\nreveal_type(APIClient.__init__)\n");
        std::fs::write(user.join("program.py"), &program)?;
        let import_all = format!("from {import} import *; APIClient, SyncAPIClient");
        process::run(
            Command::new(&venv)
                .args(["-W", "error", "-c", &import_all])
                .current_dir(&user),
        )?;
        let mut mypy = python::command("mypy")?;
        mypy.args(["--strict", "--python-executable"]).arg(&venv);
        let said = process::run(mypy.arg("program.py").current_dir(&user))?;
        assert!(said.contains("RPCCaller"), "{said}");
    }
    Ok(())
}

/// A fresh virtual environment that has what the package depends on; its interpreter.
fn venv(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut make = python::command("venv")?;
    process::run(make.arg("--without-pip").arg(folder))?;
    let site = |python: &Path| -> anyhow::Result<PathBuf> {
        const WHICH: &str = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
        let text = process::run(Command::new(python).args(["-c", WHICH]))?;
        Ok(PathBuf::from(text.trim()))
    };
    let interpreter = folder.join("bin").join("python");
    let installed = site(&python::interpreter()?)?;
    std::fs::write(
        site(&interpreter)?.join("dependencies.pth"),
        installed.to_string_lossy().as_bytes(),
    )?;
    Ok(interpreter)
}
