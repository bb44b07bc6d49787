//! From the manifest to a language's files. Renderers see only the manifest, know no place on disk, and
//! give equal bytes for equal manifests.

use centrifugo_build::manifest::Manifest;

mod go;
mod python;
mod references;
mod text;
mod typescript;

pub(crate) use text::Contents;

/// A file of an SDK.
#[derive(Debug)]
pub(crate) struct SdkFile {
    /// Relative to the language's folder, with forward slashes.
    pub(crate) path: String,
    /// All of it; ends with a line end.
    pub(crate) contents: Contents,
}

impl SdkFile {
    pub(crate) fn new(path: impl Into<String>, contents: impl Into<Contents>) -> Self {
        Self {
            path: path.into(),
            contents: contents.into(),
        }
    }
}

#[cfg(test)]
impl SdkFile {
    fn text(&mut self) -> String {
        let contents = self.contents.read().expect("it is there");
        std::io::read_to_string(contents).expect("it is text")
    }
}

/// A language that SDKs are generated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Python,
    Typescript,
    Go,
}

impl Language {
    /// The folder of its SDK below the output folder.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Typescript => "typescript",
            Self::Go => "go",
        }
    }

    /// The files of its SDK.
    ///
    /// # Errors
    ///
    /// If the language cannot say a type; names the method or type and the language.
    pub(crate) fn render(self, manifest: &Manifest) -> anyhow::Result<Vec<SdkFile>> {
        match self {
            Self::Python => python::render(manifest),
            Self::Typescript => typescript::render(manifest),
            Self::Go => go::render(manifest),
        }
    }
}
