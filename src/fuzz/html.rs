//! A page as a browser parses it: its elements, attributes and text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, QualName, parse_document};

/// A parsed page.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// Elements with their attributes, in the order of the page.
    pub(super) elements: Vec<(String, Vec<(String, String)>)>,
    /// All text, with a space where an element begins or ends.
    pub(super) text: String,
}

/// Parses a page as browsers do.
pub(super) fn parse(html: &str) -> Parsed {
    parse_document(Recorder::default(), Default::default()).one(html)
}

/// Records the parser's output. The parser tracks open elements itself, so no
/// tree is needed.
#[derive(Debug, Default)]
struct Recorder(RefCell<Parsed>);

impl Recorder {
    fn attributes(attrs: Vec<Attribute>) -> Vec<(String, String)> {
        let pairs = attrs.into_iter();
        pairs
            .map(|attr| (attr.name.local.to_string(), attr.value.to_string()))
            .collect()
    }

    fn element(&self, name: String, attrs: Vec<Attribute>) {
        let mut parsed = self.0.borrow_mut();
        parsed.elements.push((name, Self::attributes(attrs)));
        parsed.text.push(' ');
    }

    fn text(&self, child: NodeOrText<Rc<QualName>>) {
        if let NodeOrText::AppendText(text) = child {
            self.0.borrow_mut().text.push_str(&text);
        }
    }
}

/// A name for nodes that are not elements.
fn nothing() -> Rc<QualName> {
    Rc::new(QualName::new(None, html5ever::ns!(), "".into()))
}

impl TreeSink for Recorder {
    type Handle = Rc<QualName>;
    type Output = Parsed;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Parsed {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Self::Handle {
        nothing()
    }

    fn elem_name<'a>(&'a self, target: &'a Self::Handle) -> ExpandedName<'a> {
        target.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _: ElementFlags,
    ) -> Self::Handle {
        self.element(name.local.to_string(), attrs);
        Rc::new(name)
    }

    fn create_comment(&self, _: StrTendril) -> Self::Handle {
        nothing()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Self::Handle {
        nothing()
    }

    fn append(&self, _: &Self::Handle, child: NodeOrText<Self::Handle>) {
        self.text(child);
    }

    fn append_based_on_parent_node(
        &self,
        _: &Self::Handle,
        _: &Self::Handle,
        child: NodeOrText<Self::Handle>,
    ) {
        self.text(child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, _: &Self::Handle) {
        self.0.borrow_mut().text.push(' ');
    }

    fn get_template_contents(&self, target: &Self::Handle) -> Self::Handle {
        Rc::clone(target)
    }

    fn same_node(&self, x: &Self::Handle, y: &Self::Handle) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, _: &Self::Handle, child: NodeOrText<Self::Handle>) {
        self.text(child);
    }

    fn add_attrs_if_missing(&self, target: &Self::Handle, attrs: Vec<Attribute>) {
        self.element(target.local.to_string(), attrs);
    }

    fn remove_from_parent(&self, _: &Self::Handle) {}

    fn reparent_children(&self, _: &Self::Handle, _: &Self::Handle) {}
}
