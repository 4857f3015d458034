// The parts of CodeMirror that the code box uses, bundled into one file.
export { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
export { python } from '@codemirror/lang-python';
export { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
export { EditorState } from '@codemirror/state';
export { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
export { tags } from '@lezer/highlight';
