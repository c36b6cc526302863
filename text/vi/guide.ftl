# Tôi cần gì? Từ việc trong đời tới thủ tục
guide-title = Tôi cần làm thủ tục gì?
guide-lede = Chọn việc của bạn. Trả lời nhiều nhất ba câu ngắn là biết thủ tục, giấy tờ và nơi bắt đầu.
guide-none = Tỉnh chưa có phần hướng dẫn này. Hãy tìm trong danh sách.
guide-other = Việc khác: tìm trong danh sách thủ tục
guide-back = Câu trước
guide-anew = Chọn việc khác
guide-papers = Giấy tờ cần chuẩn bị
guide-sometimes = (tùy trường hợp)
guide-start = Xem thủ tục và bắt đầu
guide-nothing = Không phải làm thủ tục
guide-home = Chưa biết thủ tục nào? Trả lời vài câu hỏi ngắn
