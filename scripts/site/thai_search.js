/**
 * Thai for the site's search (lunr): Thai writes words without blanks between them, so the browser's own word breaker cuts
 * pages and questions alike. Takes the place of lunr-languages' file of this name, which needs a dictionary that is not there.
 */
(() => {
  const thai = /[\u0E00-\u0E7F]/;
  const words = "Segmenter" in Intl ? new Intl.Segmenter("th", { granularity: "word" }) : null;
  const plain = lunr.tokenizer;

  /** @param {string} text */
  const cut = (text) =>
    words && thai.test(text)
      ? Array.from(words.segment(text), (each) => (thai.test(each.segment) ? ` ${each.segment} ` : each.segment)).join("")
      : text;

  lunr.th = function () {
    this.pipeline.reset();
    this.searchPipeline.reset();
  };
  lunr.th.wordCharacters = "\u0E00-\u0E7F";
  lunr.th.stopWordFilter = lunr.generateStopWordFilter([]);
  lunr.th.stemmer = (token) => token;
  lunr.Pipeline.registerFunction(lunr.th.stopWordFilter, "stopWordFilter-th");
  lunr.Pipeline.registerFunction(lunr.th.stemmer, "stemmer-th");

  const tokenizer = (object, metadata) => plain(typeof object === "string" ? cut(object) : object, metadata);
  tokenizer.separator = plain.separator;
  lunr.tokenizer = tokenizer;

  const search = lunr.Index.prototype.search;
  lunr.Index.prototype.search = function (question) {
    // All words of a Thai question must be there: single syllables are everywhere.
    const cutUp = cut(question).trim();
    return search.call(this, thai.test(question) ? cutUp.replace(/([\u0E00-\u0E7F]+)/g, "+$1") : cutUp);
  };
})();
