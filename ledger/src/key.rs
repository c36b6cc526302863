//! Private keys: their files, and signing.

#![expect(clippy::disallowed_methods, reason = "key files are read and written here")]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;

use crate::Error;
use crate::note::{Algorithm, SignatureLine, VerifierKey, check_name, cosigned};

/// The largest key file or signature that is read, in bytes.
const FILE_BYTES_MAX: u64 = 4096;

/// A private key. Its bytes are wiped from memory when it is dropped.
pub struct SigningKey {
    name: String,
    algorithm: Algorithm,
    key: ed25519_dalek::SigningKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.name)
    }
}

impl SigningKey {
    /// A log's key from 32 random bytes of the caller.
    pub fn generate(name: &str, seed: [u8; 32]) -> Result<SigningKey, Error> {
        SigningKey::with(name, Algorithm::Ed25519, seed)
    }

    /// A witness's key from 32 random bytes of the caller.
    pub fn generate_witness(name: &str, seed: [u8; 32]) -> Result<SigningKey, Error> {
        SigningKey::with(name, Algorithm::Cosignature, seed)
    }

    fn with(name: &str, algorithm: Algorithm, seed: [u8; 32]) -> Result<SigningKey, Error> {
        check_name(name)?;
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        Ok(SigningKey { name: name.to_owned(), algorithm, key })
    }

    /// The public key.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey::new(&self.name, self.algorithm, self.key.verifying_key().to_bytes())
            .expect("invariant: a private key has a public one")
    }

    /// Writes a new key file that only its owner may read.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let failed = |source: std::io::Error| Error::Key(format!("{}: {source}", path.display()));
        let open = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let mut file = open.map_err(failed)?;
        let byte = match self.algorithm {
            Algorithm::Ed25519 => 1,
            Algorithm::Cosignature => 4,
        };
        let typed = [&[byte], self.key.as_bytes().as_slice()].concat();
        let id = u32::from_be_bytes(self.verifier().id());
        let line = format!("PRIVATE+KEY+{}+{id:08x}+{}\n", self.name, STANDARD.encode(typed));
        file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }

    /// Reads a key file; refuses one that others may read.
    pub fn read(path: &Path) -> Result<SigningKey, Error> {
        let at = path.display();
        let missing = |_| {
            Error::Key(format!("{at}: the key file is missing: put it there from its safe copy"))
        };
        let file = fs::File::open(path).map_err(missing)?;
        let mode = file.metadata().map_err(missing)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::Key(format!("{at}: others may read this key: chmod 600 {at}")));
        }
        let mut text = String::new();
        let read = file.take(FILE_BYTES_MAX).read_to_string(&mut text);
        read.map_err(|source| Error::Key(format!("{at}: {source}")))?;
        SigningKey::parse(text.trim_end_matches('\n'))
            .ok_or_else(|| Error::Key(format!("{at}: no key of this ledger: it is damaged or cut")))
    }

    fn parse(text: &str) -> Option<SigningKey> {
        let rest = text.strip_prefix("PRIVATE+KEY+")?;
        let mut parts = rest.splitn(3, '+');
        let (name, id, typed) = (parts.next()?, parts.next()?, parts.next()?);
        let typed = STANDARD.decode(typed).ok()?;
        let (algorithm, seed) = match typed.split_first()? {
            (1, seed) => (Algorithm::Ed25519, seed),
            (4, seed) => (Algorithm::Cosignature, seed),
            _ => return None,
        };
        let key = SigningKey::with(name, algorithm, seed.try_into().ok()?).ok()?;
        let found = format!("{:08x}", u32::from_be_bytes(key.verifier().id()));
        (found == id).then_some(key)
    }

    /// A cosignature line over a note's text at an instant.
    pub fn cosign(&self, text: &str, seconds: u64) -> SignatureLine {
        let signature = self.key.sign(cosigned(text, seconds).as_bytes());
        let bytes = [seconds.to_be_bytes().as_slice(), &signature.to_bytes()].concat();
        SignatureLine { name: self.name.clone(), id: self.verifier().id(), bytes }
    }
}

/// Whatever signs for a log.
pub trait Signer: Send + Sync {
    /// The key that its signatures verify with.
    fn verifier(&self) -> VerifierKey;

    /// A signature over a message.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error>;

    /// The signature line over a note's text.
    fn line(&self, text: &str) -> Result<SignatureLine, Error> {
        let key = self.verifier();
        let bytes = self.sign(text.as_bytes())?.to_vec();
        Ok(SignatureLine { name: key.name().to_owned(), id: key.id(), bytes })
    }
}

impl Signer for SigningKey {
    fn verifier(&self) -> VerifierKey {
        SigningKey::verifier(self)
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        Ok(self.key.sign(message).to_bytes())
    }
}

/// Signs by a command that holds the key elsewhere: it gets the message on standard input and
/// prints the 64 bytes of the signature in base64.
#[derive(Clone, Debug)]
pub struct CommandSigner {
    verifier: VerifierKey,
    command: PathBuf,
}

impl CommandSigner {
    /// A signer by command for a known public key.
    pub fn new(verifier: VerifierKey, command: PathBuf) -> CommandSigner {
        CommandSigner { verifier, command }
    }

    fn run(&self, message: &[u8]) -> std::io::Result<String> {
        let mut child = Command::new(&self.command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(message)?;
        }
        let mut answer = String::new();
        if let Some(output) = child.stdout.take() {
            output.take(FILE_BYTES_MAX).read_to_string(&mut answer)?;
        }
        match child.wait()? {
            status if status.success() => Ok(answer),
            status => Err(std::io::Error::other(format!("it ended with {status}"))),
        }
    }
}

impl Signer for CommandSigner {
    fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        let at = self.command.display();
        let answer = self.run(message).map_err(|source| Error::Key(format!("{at}: {source}")))?;
        let signature = STANDARD.decode(answer.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        match signature {
            Some(signature) if self.verifier.verifies(message, &signature) => Ok(signature),
            _ => Err(Error::Key(format!("{at}: it printed no signature of {}", self.verifier))),
        }
    }
}
