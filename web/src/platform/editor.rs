//! The editor of web/editor, which is loaded when it is first wanted.

use super::NodeRef;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::Function;
use web_sys::{Element, HtmlTextAreaElement};

#[wasm_bindgen]
extern "C" {
    // web/static/boot.js.
    #[wasm_bindgen(js_name = importEditor, catch)]
    async fn import_editor() -> Result<JsValue, JsValue>;

    // web/editor/src/main.js.
    type Module;
    #[wasm_bindgen(method, catch, js_name = openEditor)]
    fn open(
        this: &Module,
        host: &Element,
        area: &HtmlTextAreaElement,
        changed: &Closure<dyn Fn(u32, Function)>,
        ask: &Closure<dyn Fn(String, u32) -> Option<String>>,
        explain: &Closure<dyn Fn(String)>,
        longest: usize,
    ) -> Result<View, JsValue>;

    type View;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &View, text: &str, fresh: bool);
    #[wasm_bindgen(method, js_name = setFindings)]
    fn set_findings(this: &View, findings: &str);
    #[wasm_bindgen(method, js_name = setInvalid)]
    fn set_invalid(this: &View, is: bool);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &View, position: u32);
    #[wasm_bindgen(method)]
    fn close(this: &View);
}

/// The editor's code, loaded.
pub struct EditorCode(Module);

/// An open editor. It is closed when it is dropped.
pub struct Editor {
    view: View,
    /// The text that it has, as far as it has handed it over.
    text: Rc<RefCell<Rc<str>>>,
    // What it calls.
    _changed: Closure<dyn Fn(u32, Function)>,
    _ask: Closure<dyn Fn(String, u32) -> Option<String>>,
    _explain: Closure<dyn Fn(String)>,
}

/// What an editor calls.
#[derive(Debug)]
pub struct Calls<C, A, E> {
    /// With each letter: how long the text is now, in UTF-16, and what hands it over.
    pub changed: C,
    /// For what can be written at a position of a text.
    pub ask: A,
    /// With the code of a rule that is to be explained.
    pub explain: E,
}

/// Loads the editor's code; nothing where that fails, as without a network. The browser then says why.
pub async fn load_editor() -> Option<EditorCode> {
    let code = import_editor().await;
    code.map(|code| EditorCode(code.unchecked_into())).map_err(|why| web_sys::console::warn_1(&why)).ok()
}

impl EditorCode {
    /// Opens an editor within `host` that takes over text, caret and focus of `area`, whose text is
    /// `text`. A text of more than `longest` characters is not coloured.
    /// Nothing is returned where the browser cannot have an editor.
    pub fn open<C, A, E>(
        &self,
        host: &NodeRef,
        area: &NodeRef,
        text: Rc<str>,
        calls: Calls<C, A, E>,
        longest: usize,
    ) -> Option<Editor>
    where
        C: Fn(usize, Box<dyn FnOnce() -> Rc<str>>) + 'static,
        A: Fn(&str, usize) -> Option<String> + 'static,
        E: Fn(&str) + 'static,
    {
        let Calls { changed, ask, explain } = calls;
        let (host, area) = (host.cast::<Element>()?, area.cast::<HtmlTextAreaElement>()?);
        let text = Rc::new(RefCell::new(text));
        let known = text.clone();
        let changed = Closure::new(move |length: u32, text: Function| {
            let known = known.clone();
            let hand_over = move || {
                let typed: Rc<str> = read(&text).map_or_else(|| known.borrow().clone(), Rc::from);
                *known.borrow_mut() = typed.clone();
                typed
            };
            changed(length as usize, Box::new(hand_over));
        });
        let ask = Closure::new(move |text: String, position: u32| ask(&text, position as usize));
        let explain = Closure::new(move |code: String| explain(&code));
        let view = self.0.open(&host, &area, &changed, &ask, &explain, longest);
        let view = view.map_err(|why| web_sys::console::warn_1(&why)).ok()?;
        Some(Editor { view, text, _changed: changed, _ask: ask, _explain: explain })
    }
}

/// The text that the editor hands over.
fn read(text: &Function) -> Option<String> {
    text.call0(&JsValue::UNDEFINED).ok()?.as_string()
}

impl Editor {
    /// Shows a text that it does not have yet. One that is `fresh` has nothing to do with the one
    /// before; any other is one more change of it, which can be undone.
    pub fn set_text(&self, text: &Rc<str>, fresh: bool) {
        if *text != *self.text.borrow() {
            *self.text.borrow_mut() = text.clone();
            self.view.set_text(text, fresh);
        }
    }

    /// Shows what there is to say of the text, as [`crate::editor::marks`] has it.
    pub fn set_findings(&self, marks: &str) {
        self.view.set_findings(marks);
    }

    /// Says whether the text has an error.
    pub fn set_invalid(&self, is: bool) {
        self.view.set_invalid(is);
    }

    /// Puts the caret at a position, into view, and the focus on it.
    pub fn go_to(&self, position: usize) {
        self.view.go_to(u32::try_from(position).unwrap_or(u32::MAX));
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.view.close();
    }
}

impl std::fmt::Debug for Editor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Editor")
    }
}

impl std::fmt::Debug for EditorCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("EditorCode")
    }
}
