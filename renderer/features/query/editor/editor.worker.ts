/** Monaco's own worker: word completion, links and differences, away from the page's thread. */
import 'monaco-editor/editor/editor.worker.js'
