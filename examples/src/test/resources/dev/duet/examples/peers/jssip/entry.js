// What the page sees of the package, as the global "jssip".
export {UA, WebSocketInterface} from 'jssip';
