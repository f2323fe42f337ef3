//! Running other programs, each shown as one could type it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use crate::failure::{Outcome, fail};
use crate::repo;

/// A program about to be run in the top of the repository.
pub(crate) struct Run {
    command: Command,
    program: String,
    shown: Vec<String>,
}

impl Run {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let name = program.as_ref().to_string_lossy().into_owned();
        let mut command = Command::new(program);
        command.current_dir(repo::root());
        Self { command, shown: vec![quote(&name)], program: name }
    }

    pub(crate) fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        for argument in arguments {
            self.shown.push(quote(&argument.as_ref().to_string_lossy()));
            self.command.arg(argument);
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let shown = format!("{name}={}", quote(&value.as_ref().to_string_lossy()));
        self.shown.insert(0, shown);
        self.command.env(name, value);
        self
    }

    /// Puts folders before all others in which programs are looked up.
    pub(crate) fn path(mut self, folders: &[PathBuf]) -> Outcome<Self> {
        let mut all = folders.to_vec();
        all.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let Ok(path) = env::join_paths(all) else {
            return fail(format!("One of these folders cannot be put on the PATH: {folders:?}."));
        };
        self.command.env("PATH", path);
        Ok(self)
    }

    pub(crate) fn folder(mut self, folder: PathBuf) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Shows the command, runs it to its end and passes its output on.
    pub(crate) fn finish(self) -> Outcome {
        let program = self.program.clone();
        ended(&program, self.start()?.wait())
    }

    /// As [`Run::finish`], and tells what it printed on its standard output.
    pub(crate) fn finish_telling(mut self) -> Outcome<String> {
        self.command.stdout(Stdio::piped());
        let program = self.program.clone();
        let mut child = self.start()?;
        let mut printed = String::new();
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let Ok(line) = line else { break };
            println!("{line}");
            printed.push_str(&line);
            printed.push('\n');
        }
        ended(&program, child.wait()).map(|()| printed)
    }

    /// Shows the command and starts it beside whatever comes next. What it prints goes into a file of that
    /// name below `target`, and is passed on when it is waited for.
    pub(crate) fn beside(mut self, name: &str) -> Outcome<Beside> {
        let log = repo::root().join("target").join(name);
        let files = fs::File::create(&log).and_then(|file| Ok((file.try_clone()?, file)));
        let Ok((out, err)) = files else {
            return fail(format!("{} cannot be written.", log.display()));
        };
        self.command.stdout(out).stderr(err);
        let program = self.program.clone();
        Ok(Beside { child: self.start()?, program, log })
    }

    /// As [`Run::finish`], but stops it when the time is over.
    pub(crate) fn finish_within(self, limit: Duration) -> Outcome {
        let program = self.program.clone();
        let mut child = self.start()?;
        let started = Instant::now();
        while started.elapsed() < limit {
            match child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(100)),
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return fail(format!("{program} failed ({status}).")),
                Err(error) => return fail(format!("{program} was lost sight of: {error}.")),
            }
        }
        if child.kill().is_ok() {
            // Only so that it does not stay behind as a zombie: it was killed, its status says nothing.
            let _status = child.wait();
        }
        fail(format!("{program} did not end within {} seconds.", limit.as_secs()))
    }

    /// Shows the command and becomes it where that is possible, so that whoever stops this program
    /// stops that one too.
    pub(crate) fn take_over(self) -> Outcome {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            self.show();
            let mut command = self.command;
            let error = command.exec();
            fail(format!("{} could not be started: {error}.", self.program))
        }
        #[cfg(not(unix))]
        self.finish()
    }

    fn start(mut self) -> Outcome<Child> {
        self.show();
        match self.command.spawn() {
            Ok(child) => Ok(child),
            Err(error) => fail(format!("{} could not be started: {error}.", self.program)),
        }
    }

    fn show(&self) {
        println!("$ {}", self.shown.join(" "));
    }

    /// Runs it silently; what it printed, or nothing if it is not there or failed.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
    }
}

/// A program that runs beside this one. It is stopped where nobody waits for it any more.
pub(crate) struct Beside {
    child: Child,
    program: String,
    log: PathBuf,
}

impl Beside {
    /// Waits for its end and passes on what it printed.
    pub(crate) fn finish(mut self) -> Outcome {
        let status = self.child.wait();
        print!("{}", fs::read_to_string(&self.log).unwrap_or_default());
        ended(&self.program, status)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Both fail where it has ended, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ended(program: &str, status: io::Result<ExitStatus>) -> Outcome {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => fail(format!("{program} failed ({status}).")),
        Err(error) => fail(format!("{program} was lost sight of: {error}.")),
    }
}

/// Where a program is that can be started by its name.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let extensions: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| {
            extensions.iter().map(move |extension| folder.join(format!("{program}{extension}")))
        })
        .find(|file| file.is_file())
}

/// A variable of the environment that is set and not empty.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_string() } else { format!("'{word}'") }
}
