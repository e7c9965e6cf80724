// What the page sees of the package, as the global "stanza".
export {createClient} from 'stanza';
