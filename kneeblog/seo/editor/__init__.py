"""The SEO tab of the page editor: previews of what search engines and shared links show, and the structured data.

`panels` stands in the form, `views` answers its script with what `preview` and `outline` make of the form as it is.
"""
