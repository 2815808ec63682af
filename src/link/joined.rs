//! Title and content as one text. Most comparisons ask for no more of it than its words and grams: the grams are those of
//! its two parts, and all else is made when it is asked for.

use std::sync::OnceLock;

use super::{
    form::{self, Form, Gram},
    index::Index,
};

/// Two texts, one below the other.
#[derive(Debug, Default)]
pub struct Joined {
    /// Its words without punctuation, spaces and numbering.
    pub words: Box<str>,
    text: Box<str>,
    whole: OnceLock<Box<Form>>,
}

impl Joined {
    /// A title and a content.
    pub fn of(title: &str, content: &str) -> Self {
        let text = format!("{title}\n{content}");
        Self { words: form::words(&text), text: text.into(), whole: OnceLock::new() }
    }

    /// Whether there are not two texts.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The text prepared for comparison.
    pub fn form(&self, index: &Index) -> &Form {
        self.whole.get_or_init(|| Box::new(index.form(&self.text)))
    }

    /// Whether its grams are those of its parts: a numbering or an aside counts otherwise where it does not stand alone.
    pub fn is_made_of(&self, title: &Form, content: &Form) -> bool {
        let keys = Form::new(&self.text);
        keys.grams.iter().map(|gram| gram.key).eq(both(&title.grams, &content.grams).map(|gram| gram.key))
    }
}

/// The grams of two texts, ascending, each once.
pub fn both<'g>(a: &'g [Gram], b: &'g [Gram]) -> impl Iterator<Item = &'g Gram> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    std::iter::from_fn(move || {
        let (Some(left), Some(right)) = (a.peek(), b.peek()) else { return a.next().or_else(|| b.next()) };
        let order = left.key.cmp(&right.key);
        let next = if order.is_gt() { b.next() } else { a.next() };
        if order.is_eq() {
            b.next();
        }
        next
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grams_of_two_texts_are_those_of_both() {
        let (title, content) = (Form::new("老旧小区改造"), Form::new("完成老旧小区改造120个，惠及8万户"));
        assert!(Joined::of("老旧小区改造", "完成老旧小区改造120个，惠及8万户").is_made_of(&title, &content));
        let numbered = "1.老旧小区改造";
        assert_eq!(&*Joined::of("老旧", numbered).words, "老旧老旧小区改造");
        let aside = "按照市委部署";
        assert!(!Joined::of(aside, numbered).is_made_of(&Form::new(aside), &Form::new(numbered)));
    }
}
