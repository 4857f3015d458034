// Builds static/vendor/ from the npm packages and our own style sheets: node build.mjs OUT KEY
import * as esbuild from 'esbuild';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [out = 'vendor', key = ''] = process.argv.slice(2);
/** @type {Record<string, string>} */
const files = {};
const from = (/** @type {string} */ name) => path.join('node_modules', name);

/** Writes content under a hashed name and notes it in the manifest. */
function put(/** @type {string} */ name, /** @type {Buffer | string} */ content, folder = '') {
  const { name: base, ext } = path.parse(name);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const hashed = path.posix.join(folder, `${base}-${hash}${ext}`);
  fs.writeFileSync(path.join(out, hashed), content);
  files[name] = hashed;
  return hashed;
}

const copy = (/** @type {string} */ source, /** @type {string} */ folder) => put(path.basename(source), fs.readFileSync(source), folder);

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(path.join(out, 'fonts'), { recursive: true });
fs.mkdirSync(path.join(out, 'server'));

// KaTeX: the program for the server, its style sheet (in a layer, woff2 only) for the page.
copy(from('katex/dist/katex.min.js'), 'server');
const katex = fs
  .readFileSync(from('katex/dist/katex.min.css'), 'utf8')
  .replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, '')
  .replace(/url\(fonts\/([^)]+)\)/g, (_, font) => `url(${copy(from(`katex/dist/fonts/${font}`), 'fonts')})`);
const faces = [...katex.matchAll(/@font-face\{[^}]*\}/g)].map(([face]) => face).join('');
const rules = katex.replace(/@font-face\{[^}]*\}/g, '');

// The three families of the page. A browser fetches a face only where a page uses it.
const variable = (/** @type {string} */ name, /** @type {string} */ subset) => `@fontsource-variable/${name}/files/${name}-${subset}-wght-normal.woff2`;
const fixed = (/** @type {string} */ name, /** @type {string} */ subset, /** @type {string} */ style) => `@fontsource/${name}/files/${name}-${subset}-400-${style}.woff2`;
const families = [
  ['Source Serif 4', variable('source-serif-4', 'latin'), 'latin', 'normal', '200 900'],
  ['Source Serif 4', variable('source-serif-4', 'greek'), 'greek', 'normal', '200 900'],
  ['Source Serif 4', fixed('source-serif-4', 'latin', 'italic'), 'latin', 'italic', '200 900'],
  ['Figtree', variable('figtree', 'latin'), 'latin', 'normal', '300 900'],
  ['JetBrains Mono', fixed('jetbrains-mono', 'latin', 'normal'), 'latin', 'normal', '100 800'],
  ['JetBrains Mono', fixed('jetbrains-mono', 'greek', 'normal'), 'greek', 'normal', '100 800'],
];
const ranges = { latin: 'U+0000-02FF,U+0304,U+2000-22FF', greek: 'U+0370-03FF' };
const text = families
  .map(([family, source, subset, style, weight]) => {
    const file = copy(from(/** @type {string} */ (source)), 'fonts');
    return `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:${ranges[/** @type {'latin'|'greek'} */ (subset)]}}`;
  })
  .join('\n');

const own = fs.readFileSync('css/layers.css', 'utf8');
const order = [...own.matchAll(/@import url\("([^"]+)"\)/g)].map(([, file]) => fs.readFileSync(path.join('css', file ?? ''), 'utf8'));
const layers = own.replace(/@import[^;]*;/g, '');
const sheet = await esbuild.transform([layers, faces, text, `@layer katex{${rules}}`, ...order].join('\n'), { loader: 'css', minify: true, target: 'es2022' });
put('page.css', sheet.code);

const bundle = await esbuild.build({ entryPoints: ['entries/editor.js'], bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'none', write: false });
put('editor.js', bundle.outputFiles[0]?.text ?? '');

for (const name of fs.readdirSync(out).filter((file) => /\.(?:js|css)$/.test(file))) {
  const content = fs.readFileSync(path.join(out, name));
  fs.writeFileSync(path.join(out, `${name}.br`), zlib.brotliCompressSync(content));
  fs.writeFileSync(path.join(out, `${name}.gz`), zlib.gzipSync(content, { level: 9 }));
}
fs.writeFileSync(path.join(out, 'manifest.json'), JSON.stringify({ key, files }, null, 1));
