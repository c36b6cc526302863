//! The guard of a private PostgreSQL: a process that lives exactly as long as its caller.
//!
//! It stands in a process group of its own, so that Ctrl-C passes it by, and it reads its
//! standard input: when that ends, because the caller is done, was interrupted or was killed, it
//! stops the server and deletes its directory.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::command::is_root;
use crate::fault::{Doing, Fault, Outcome};

/// The hidden command that starts a guard.
pub(crate) const NAME: &str = "guard-postgres";

const START_LIMIT: Duration = Duration::from_secs(60);
/// The port is free when it is chosen; another program may take it before the server does.
const STARTS_MAX: u32 = 5;
const USERS: [&str; 2] = ["postgres", "nobody"];

/// Starts a server, tells its URL on standard output, and keeps it until standard input ends.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let [programs, copy] = arguments else {
        return Err(Fault::Usage(format!("{NAME} is started by other commands only")));
    };
    let mut cluster = Cluster::create(Path::new(programs), copy == "copy")?;
    let url = cluster.start()?;
    let mut out = std::io::stdout();
    // Whether anyone still listens shows in the standard input.
    drop(writeln!(out, "{url}").and_then(|()| out.flush()));
    let mut rest = Vec::new();
    std::io::stdin().read_to_end(&mut rest).doing("waiting for the caller to end")?;
    Ok(())
}

/// A cluster in a directory of its own; stopped and deleted with the value.
struct Cluster {
    directory: PathBuf,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    password: String,
    server: Option<Child>,
}

impl Cluster {
    fn create(programs: &Path, copy: bool) -> Outcome<Cluster> {
        let user = is_root().then(unprivileged).transpose()?;
        let directory = private_directory()?;
        let mut cluster = Cluster {
            directory,
            programs: programs.to_owned(),
            user,
            password: password()?,
            server: None,
        };
        if copy {
            cluster.copy_programs()?;
        }
        cluster.init()?;
        Ok(cluster)
    }

    /// The programs with the libraries beside them, where the server's user can read them.
    fn copy_programs(&mut self) -> Outcome {
        let whole = self.programs.parent().unwrap_or(&self.programs);
        let copy = self.directory.join("programs");
        let mut command = Command::new("cp");
        command.arg("-a").arg(whole).arg(&copy);
        finish(&mut command, "copying PostgreSQL's programs")?;
        self.programs = copy.join("bin");
        Ok(())
    }

    fn init(&self) -> Outcome {
        let secret = self.directory.join("password");
        fs::write(&secret, &self.password).doing(secret.display())?;
        fs::set_permissions(&secret, Permissions::from_mode(0o600)).doing(secret.display())?;
        if let Some((user, group)) = self.user {
            chown(&secret, Some(user), Some(group)).doing(secret.display())?;
            chown(&self.directory, Some(user), Some(group)).doing(self.directory.display())?;
        }
        let mut command = self.program("initdb");
        command.arg("-D").arg(self.directory.join("data")).arg("--pwfile").arg(&secret);
        command.args(["-U", "postgres", "--auth=scram-sha-256"]);
        command.args(["--encoding=UTF8", "--no-locale", "--no-sync"]);
        finish(&mut command, "initdb")
    }

    /// Starts the server on a free port of loopback; its URL.
    fn start(&mut self) -> Outcome<String> {
        for _ in 0..STARTS_MAX {
            let port = free_port()?;
            if self.start_on(port)? {
                let password = &self.password;
                return Ok(format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres"));
            }
        }
        Err(Fault::Failed(format!("PostgreSQL did not start in {STARTS_MAX} attempts; see above")))
    }

    fn start_on(&mut self, port: u16) -> Outcome<bool> {
        let mut command = self.program("postgres");
        command.arg("-D").arg(self.directory.join("data")).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "fsync=on",
            "synchronous_commit=on",
            "lc_messages=C",
        ] {
            command.args(["-c", setting]);
        }
        let mut server = command.stderr(Stdio::piped()).spawn().doing("starting postgres")?;
        let messages = server.stderr.take().expect("invariant: it was piped");
        self.server = Some(server);
        let log = self.directory.join("log");
        let ready = follow(messages, log.clone());
        if ready.recv_timeout(START_LIMIT).is_ok() {
            return Ok(true);
        }
        self.stop();
        eprintln!("{}", fs::read_to_string(&log).unwrap_or_default());
        Ok(false)
    }

    fn stop(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let mut command = self.program("pg_ctl");
        command.args(["stop", "-s", "-w", "-m", "immediate", "-D"]);
        command.arg(self.directory.join("data"));
        if finish(&mut command, "pg_ctl stop").is_err() {
            drop(server.kill());
        }
        drop(server.wait());
    }

    /// One of PostgreSQL's programs, to be run as the unprivileged user.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(&self.directory).stdin(Stdio::null()).stdout(Stdio::null());
        command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin").env("TZ", "UTC");
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        if let Err(error) = fs::remove_dir_all(&self.directory) {
            eprintln!("{} could not be deleted: {error}", self.directory.display());
        }
    }
}

/// Keeps the server's messages in a file, and tells once when it accepts connections; the
/// channel closes when the server ends.
fn follow(messages: ChildStderr, log: PathBuf) -> mpsc::Receiver<()> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut log = fs::File::create(log).ok();
        let mut tell = Some(tell);
        for line in BufReader::new(messages).lines().map_while(Result::ok) {
            if let Some(log) = &mut log {
                drop(writeln!(log, "{line}"));
            }
            if line.contains("database system is ready to accept connections") {
                tell.take().map(|tell| tell.send(()));
            }
        }
    });
    told
}

fn finish(command: &mut Command, what: &str) -> Outcome {
    let output = command.output().doing(what)?;
    match output.status.success() {
        true => Ok(()),
        false => Err(Fault::Failed(format!(
            "{what} failed ({}):\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ))),
    }
}

/// PostgreSQL refuses to run as root: the number and group of a user that may.
fn unprivileged() -> Outcome<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").doing("/etc/passwd")?;
    USERS.iter().find_map(|name| entry_of(&users, name)).ok_or_else(|| {
        Fault::Missing(format!(
            "PostgreSQL does not run as root, and there is no user {}; add one, or run as a \
             normal user",
            USERS.join(" or ")
        ))
    })
}

fn entry_of(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// Under /tmp itself: `TMPDIR` may be closed to the server's user.
fn private_directory() -> Outcome<PathBuf> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let name = format!("motcua-pg-{}-{}", std::process::id(), since.subsec_nanos());
    let directory = Path::new("/tmp").join(name);
    DirBuilder::new().mode(0o700).create(&directory).doing(directory.display())?;
    Ok(directory)
}

fn password() -> Outcome<String> {
    let mut bytes = [0; 16];
    let mut source = fs::File::open("/dev/urandom").doing("/dev/urandom")?;
    source.read_exact(&mut bytes).doing("/dev/urandom")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A port of loopback that nobody listens on at this moment.
pub(crate) fn free_port() -> Outcome<u16> {
    let socket = TcpListener::bind("127.0.0.1:0").doing("looking for a free port")?;
    Ok(socket.local_addr().doing("looking for a free port")?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users = "root:x:0:0::/:/bin/sh\nnobody2:x:1:2::/:\nnobody:x:65534:65533::/:\n";
        assert_eq!(entry_of(users, "nobody"), Some((65534, 65533)));
        assert_eq!(entry_of(users, "postgres"), None);
    }

    #[test]
    fn a_password_is_new_each_time() {
        let (one, other) = (password().expect("drawn"), password().expect("drawn"));
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
