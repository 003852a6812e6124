/*
 * Lengths of texts on a result page, and where it cuts them.  Full-width characters count 1, half-width ones 0.5,
 * invisible ones nothing, as `kneeblog.seo.desk.text.width` counts them; both are tested with the same texts.
 */
(() => {
  const invisible = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
  // Unicode's East Asian Width W, F and A, without Latin letters: no script knows it as a property.
  const fullWidth = new RegExp(
    "[" +
      String.raw`\u00a1\u00a4\u00a7-\u00a8\u00ae\u00b0-\u00b4\u00b6-\u00b9\u00bc-\u00bf\u00d7\u00f7\u0251\u0261\u02c4\u02c7` +
      String.raw`\u02c9-\u02cb\u02cd\u02d0\u02d8-\u02db\u02dd\u02df\u0391-\u03a9\u03b1-\u03c1\u03c3-\u03c9\u0401` +
      String.raw`\u0410-\u044f\u0451\u1100-\u115f\u2010\u2013-\u2016\u2018-\u2019\u201c-\u201d\u2020-\u2022\u2024-\u2027` +
      String.raw`\u2030\u2032-\u2033\u2035\u203b\u203e\u2074\u207f\u2081-\u2084\u20ac\u2103\u2105\u2109\u2113\u2116` +
      String.raw`\u2121-\u2122\u2126\u212b\u2153-\u2154\u215b-\u215e\u2160-\u216b\u2170-\u2179\u2189\u2190-\u2199` +
      String.raw`\u21b8-\u21b9\u21d2\u21d4\u21e7\u2200\u2202-\u2203\u2207-\u2208\u220b\u220f\u2211\u2215\u221a\u221d-\u2220` +
      String.raw`\u2223\u2225\u2227-\u222c\u222e\u2234-\u2237\u223c-\u223d\u2248\u224c\u2252\u2260-\u2261\u2264-\u2267` +
      String.raw`\u226a-\u226b\u226e-\u226f\u2282-\u2283\u2286-\u2287\u2295\u2299\u22a5\u22bf\u2312\u231a-\u231b` +
      String.raw`\u2329-\u232a\u23e9-\u23ec\u23f0\u23f3\u2460-\u24e9\u24eb-\u254b\u2550-\u2573\u2580-\u258f\u2592-\u2595` +
      String.raw`\u25a0-\u25a1\u25a3-\u25a9\u25b2-\u25b3\u25b6-\u25b7\u25bc-\u25bd\u25c0-\u25c1\u25c6-\u25c8\u25cb` +
      String.raw`\u25ce-\u25d1\u25e2-\u25e5\u25ef\u25fd-\u25fe\u2605-\u2606\u2609\u260e-\u260f\u2614-\u2615\u261c\u261e` +
      String.raw`\u2640\u2642\u2648-\u2653\u2660-\u2661\u2663-\u2665\u2667-\u266a\u266c-\u266d\u266f\u267f\u2693` +
      String.raw`\u269e-\u269f\u26a1\u26aa-\u26ab\u26bd-\u26bf\u26c4-\u26e1\u26e3\u26e8-\u26ff\u2705\u270a-\u270b\u2728` +
      String.raw`\u273d\u274c\u274e\u2753-\u2755\u2757\u2776-\u277f\u2795-\u2797\u27b0\u27bf\u2b1b-\u2b1c\u2b50` +
      String.raw`\u2b55-\u2b59\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufad9\ufe10-\ufe6b` +
      String.raw`\uff01-\uff60\uffe0-\uffe6\ufffd\u{16fe0}-\u{1b2fb}\u{1f004}\u{1f0cf}\u{1f100}-\u{1f10a}` +
      String.raw`\u{1f110}-\u{1f12d}\u{1f130}-\u{1f169}\u{1f170}-\u{1f1ac}\u{1f200}-\u{1f320}\u{1f32d}-\u{1f335}` +
      String.raw`\u{1f337}-\u{1f37c}\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}` +
      String.raw`\u{1f3f8}-\u{1f43e}\u{1f440}\u{1f442}-\u{1f4fc}\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}` +
      String.raw`\u{1f57a}\u{1f595}-\u{1f596}\u{1f5a4}\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}` +
      String.raw`\u{1f6d5}-\u{1f6df}\u{1f6eb}-\u{1f6ec}\u{1f6f4}-\u{1f6fc}\u{1f7e0}-\u{1f7f0}\u{1f90c}-\u{1f93a}` +
      String.raw`\u{1f93c}-\u{1f945}\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1faf6}\u{20000}-\u{3134a}` +
      "]",
    "u",
  );
  const unit = (character) => (invisible.test(character) ? 0 : fullWidth.test(character) ? 1 : 0.5);
  const width = (text) => [...text].reduce((sum, character) => sum + unit(character), 0);

  // The text as a place shows it that has room for so much.
  const cut = (text, most) => {
    if (width(text) <= most) return text;
    let room = most - 1;
    let shown = "";
    for (const character of text) {
      room -= unit(character);
      if (room < 0) break;
      shown += character;
    }
    return `${shown.trimEnd()}…`;
  };

  window.kneeblogText = { width, cut };
})();
