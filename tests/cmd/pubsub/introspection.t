# PUBSUB and what else tells of subscriptions.

> PUBSUB
< -ERR wrong number of arguments for 'pubsub' command
> PUBSUB NOSUCH
< -ERR unknown subcommand 'NOSUCH'. Try PUBSUB HELP.
> PUBSUB CHANNELS a b
< -ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.
> PUBSUB SHARDCHANNELS a b
< -ERR unknown subcommand or wrong number of arguments for 'SHARDCHANNELS'. Try PUBSUB HELP.
> PUBSUB NUMPAT x
< -ERR wrong number of arguments for 'pubsub|numpat' command
> PUBSUB CHANNELS
< *0
> PUBSUB SHARDCHANNELS
< *0
> PUBSUB NUMSUB
< *0
> PUBSUB SHARDNUMSUB
< *0
> PUBSUB NUMPAT
< :0
@a > SUBSCRIBE news.a news.b
@a < *3 "subscribe" "news.a" :1
@a < *3 "subscribe" "news.b" :2
@b > SUBSCRIBE news.a
@b < *3 "subscribe" "news.a" :1
@a > PSUBSCRIBE n* x*
@a < *3 "psubscribe" "n*" :3
@a < *3 "psubscribe" "x*" :4
@b > PSUBSCRIBE n*
@b < *3 "psubscribe" "n*" :2
@a > SSUBSCRIBE shard.1
@a < *3 "ssubscribe" "shard.1" :1
@b > SSUBSCRIBE shard.1 shard.2
@b < *3 "ssubscribe" "shard.1" :1
@b < *3 "ssubscribe" "shard.2" :2
> PUBSUB NUMSUB news.a news.b none news.a
< *8 "news.a" :2 "news.b" :1 "none" :0 "news.a" :2
> PUBSUB SHARDNUMSUB shard.1 shard.2 none
< *6 "shard.1" :2 "shard.2" :1 "none" :0
> PUBSUB NUMPAT
< :2
> PUBSUB CHANNELS
<unordered *2 "news.a" "news.b"
> PUBSUB CHANNELS *
<unordered *2 "news.a" "news.b"
> PUBSUB CHANNELS *.b
< *1 "news.b"
> PUBSUB CHANNELS news.a
< *1 "news.a"
> PUBSUB CHANNELS nothing*
< *0
> PUBSUB SHARDCHANNELS
<unordered *2 "shard.1" "shard.2"
> PUBSUB SHARDCHANNELS *1
< *1 "shard.1"
> CLIENT LIST TYPE pubsub
<~ "id=.* flags=P .* sub=2 psub=2 ssub=1 .*\\nid=.* flags=P .* sub=1 psub=1 ssub=2 .*"
> INFO stats
<~ ".*pubsub_channels:2\\r\\npubsub_patterns:2\\r\\npubsubshard_channels:2\\r\\n.*"
@c ! resp3
@c > SSUBSCRIBE only
@c < >3 "ssubscribe" "only" :1
@c > CLIENT INFO
@c <~ ="txt:.* flags=P .* sub=0 psub=0 ssub=1 .*"
> CLIENT KILL TYPE pubsub
< :3
@a < closed
@b < closed
@c < closed
> PUBSUB CHANNELS
< *0
> PUBSUB NUMPAT
< :0
> PUBSUB NUMSUB news.a
< *2 "news.a" :0
@d ! resp3
@d > PUBSUB NUMSUB news.a
@d < *2 "news.a" :0
@d > PUBSUB SHARDNUMSUB shard.1
@d < *2 "shard.1" :0
> PUBSUB SHARDCHANNELS
< *0
> CLIENT LIST TYPE pubsub
< ""
