// Package telegram speaks Telegram's Bot API: a channel.Adapter for one bot.
//
// Set the bot's webhook once, with the same secret token:
//
//	setWebhook{url, secret_token, allowed_updates: telegram.Updates}
//
// Telegram does not sign what it posts: the secret is all there is, so the address should be hard
// to guess, too. Messages are sent as plain text, and in one piece of 4,096 UTF-16 units at most.
//
// A bot can be a business's assistant. Then chats of the business come in under the id of its
// connection as their account, and what the owner writes on the phone is an echo. Groups are not
// taken in.
//
// Files come as ids. The address by which Telegram gives one out holds the bot's token: Fetch asks
// it, and shows it to nobody.
package telegram
