"""無音の決まり文句: what Whisper writes where nobody speaks.

It learned them from the subtitles of videos. Collected from reports of users:
openai/whisper discussion 928, SYSTRAN/faster-whisper issue 850, amicalhq/amical issue 71, Vexa-ai/vexa pull request
619, saurabhav88/EnviousWispr issue 603. Compared without punctuation and spaces, as whole sentences: what a chair
says in earnest is longer, and even then a phrase counts only with weak evidence (``judge``).
"""

PHRASES = frozenset(
    {
        "ご視聴ありがとうございました",
        "ご視聴ありがとうございます",
        "ご視聴いただきありがとうございました",
        "ご視聴いただきありがとうございます",
        "最後までご視聴ありがとうございました",
        "最後までご視聴いただきありがとうございました",
        "最後までご視聴いただきありがとうございます",
        "ご清聴ありがとうございました",
        "ご清聴ありがとうございます",
        "見てくれてありがとう",
        "見てくれてありがとうございました",
        "見てくださってありがとうございます",
        "ありがとうございました",
        "ありがとうございます",
        "どうもありがとうございました",
        "チャンネル登録お願いします",
        "チャンネル登録をお願いします",
        "チャンネル登録よろしくお願いします",
        "チャンネル登録をよろしくお願いします",
        "チャンネル登録高評価よろしくお願いします",
        "高評価チャンネル登録よろしくお願いします",
        "次の動画でお会いしましょう",
        "次回の動画でお会いしましょう",
        "また次の動画でお会いしましょう",
        "また次回の動画でお会いしましょう",
        "それではまた次の動画で",
        "また会いましょう",
        "バイバイ",
        "おやすみなさい",
        "お疲れ様でした",
        "おわり",
        "終わり",
        "この動画はご視聴ありがとうございました",
        "字幕視聴ありがとうございました",
        "字幕作成者",
    }
)
