//! What stands behind an internal error: kept whole for the log and for declared error types.

use std::error::Error;
use std::fmt;

#[cfg(not(feature = "anyhow"))]
type Boxed = Box<dyn Error + Send + Sync>;
#[cfg(feature = "anyhow")]
type Boxed = anyhow::Error;

/// The error that `?` took in, or a text where there is no error value.
pub(crate) enum Cause {
    Error(Boxed),
    Text(String),
}

impl Cause {
    pub(crate) fn downcast_ref<T: Error + Send + Sync + 'static>(&self) -> Option<&T> {
        match self {
            Self::Error(error) => error.downcast_ref::<T>(),
            Self::Text(_) => None,
        }
    }

    #[cfg(not(feature = "anyhow"))]
    pub(crate) fn downcast<T: Error + Send + Sync + 'static>(self) -> Result<T, Self> {
        match self {
            Self::Error(error) => error
                .downcast::<T>()
                .map(|error| *error)
                .map_err(Self::Error),
            Self::Text(_) => Err(self),
        }
    }

    #[cfg(feature = "anyhow")]
    pub(crate) fn downcast<T: Error + Send + Sync + 'static>(self) -> Result<T, Self> {
        match self {
            Self::Error(error) => error.downcast::<T>().map_err(Self::Error),
            Self::Text(_) => Err(self),
        }
    }

    /// The error and all that it names as its sources, in one line.
    pub(crate) fn chain(&self) -> impl fmt::Display + '_ {
        Chain(self)
    }
}

#[cfg(not(feature = "anyhow"))]
impl<E: Error + Send + Sync + 'static> From<E> for Cause {
    fn from(error: E) -> Self {
        Self::Error(Box::new(error))
    }
}

#[cfg(feature = "anyhow")]
impl From<anyhow::Error> for Cause {
    fn from(error: anyhow::Error) -> Self {
        Self::Error(error)
    }
}

struct Chain<'a>(&'a Cause);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = match self.0 {
            Cause::Error(error) => error,
            Cause::Text(text) => return f.write_str(text),
        };
        write!(f, "{error}")?;
        let mut source = error.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}
