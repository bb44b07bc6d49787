//! The text of a file while it is made. What is longer than most files waits on disk: that of many
//! types takes more memory than all else.

use std::io::{self, BufRead, BufReader, Read, Seek as _, Write as _};

use tempfile::SpooledTempFile;

/// Bytes that are kept in memory.
const KEPT: usize = 1 << 20;

/// Bytes that are gathered before they are put away.
const CHUNK: usize = 1 << 16;

/// Parts of a file, in their order.
#[derive(Debug)]
pub(crate) struct Text {
    put_away: SpooledTempFile,
    latest: String,
}

impl Text {
    pub(crate) fn new() -> Self {
        Self {
            put_away: SpooledTempFile::new(KEPT),
            latest: String::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.latest.is_empty()
    }

    pub(crate) fn push(&mut self, part: &str) -> io::Result<()> {
        if self.latest.len() + part.len() > CHUNK {
            // Ends of lines may turn out to be at the end.
            let kept = self.latest.trim_end().len();
            self.put_away.write_all(self.latest[..kept].as_bytes())?;
            self.latest.drain(..kept);
        }
        self.latest.push_str(part);
        Ok(())
    }

    /// Makes it a file's text, behind `head`, with one line end at its end.
    pub(crate) fn finish(mut self, head: String) -> Contents {
        if self.is_empty() {
            return (head.trim_end().to_owned() + "\n").into();
        }
        self.latest.truncate(self.latest.trim_end().len());
        self.latest.push('\n');
        Contents {
            head,
            put_away: Some(self.put_away),
            tail: self.latest,
        }
    }
}

/// All of a file.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    head: String,
    put_away: Option<SpooledTempFile>,
    tail: String,
}

impl From<String> for Contents {
    fn from(text: String) -> Self {
        Self {
            head: text,
            ..Self::default()
        }
    }
}

impl From<&str> for Contents {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Contents {
    /// Reads it from its beginning.
    pub(crate) fn read(&mut self) -> io::Result<impl BufRead> {
        let put_away: Box<dyn Read + '_> = match &mut self.put_away {
            Some(text) => {
                text.rewind()?;
                Box::new(text)
            }
            None => Box::new(io::empty()),
        };
        let all = self.head.as_bytes().chain(put_away);
        Ok(BufReader::with_capacity(
            CHUNK,
            all.chain(self.tail.as_bytes()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(contents: &mut Contents) -> String {
        io::read_to_string(contents.read().expect("it is there")).expect("it is text")
    }

    #[test]
    fn parts_make_a_file_with_one_line_end() {
        let mut text = Text::new();
        assert!(text.is_empty());
        for part in ["a\n", "\n", "b", " \n\n"] {
            text.push(part).expect("there is room");
        }
        assert_eq!(
            whole(&mut text.finish("head\n".to_owned())),
            "head\na\n\nb\n"
        );
    }

    #[test]
    fn a_head_alone_ends_with_a_line_end() {
        for head in ["head", "head\n"] {
            assert_eq!(whole(&mut Text::new().finish(head.to_owned())), "head\n");
        }
    }

    #[test]
    fn what_is_put_away_is_read_again_as_often_as_need_be() {
        let mut text = Text::new();
        let line = "0123456789".repeat(1000) + "\n\n";
        let count = 2 * KEPT / line.len();
        for _ in 0..count {
            text.push(&line).expect("there is room");
        }
        let expected = line.repeat(count).trim_end().to_owned() + "\n";
        let mut contents = text.finish(String::new());
        assert!(whole(&mut contents) == expected);
        assert!(whole(&mut contents) == expected);
    }
}
